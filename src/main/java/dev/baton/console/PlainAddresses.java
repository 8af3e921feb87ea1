package dev.baton.console;

import dev.baton.webhook.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses addresses that two readers could read in two ways: {@code ..}, {@code //}, {@code ;} and their encoded forms. */
final class PlainAddresses extends OncePerRequestFilter {

    private final StrictHttpFirewall firewall = new StrictHttpFirewall();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        try {
            firewall.getFirewalledRequest(request);
        } catch (RequestRejectedException e) {
            refuse(response);
            return;
        }
        chain.doFilter(request, response);
    }

    static void refuse(HttpServletResponse response) throws IOException {
        new Problem(Problem.Kind.BAD_REQUEST, "The address, the method or a header is not taken as it is written. Write it plainly.", null)
                .send(response);
    }
}
