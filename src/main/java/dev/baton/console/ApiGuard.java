package dev.baton.console;

import dev.baton.webhook.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URI;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the API: refuses what other sites' pages send (a browser adds the login by itself), limits bodies, and turns the servlet's bare
 * errors into problem answers.
 */
final class ApiGuard extends OncePerRequestFilter {

    static final int MOST_BYTES = 64 * 1024;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        boolean writes = !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if (writes && fromElsewhere(request)) {
            send(request, response, Problem.Kind.NOT_ALLOWED,
                    "The call comes from another site's page. Call the API from a program, or from Baton's own pages.");
        } else if (writes && (request.getContentLengthLong() > MOST_BYTES
                || request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null)) {
            response.setHeader("Connection", "close");
            send(request, response, Problem.Kind.TOO_LARGE, "A body may have " + MOST_BYTES + " bytes, and its Content-Length must say how many it has.");
        } else {
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                @Override
                public void sendError(int status) throws IOException {
                    bare(request, response, status);
                }

                @Override
                public void sendError(int status, String message) throws IOException {
                    bare(request, response, status);
                }
            });
        }
    }

    private static void bare(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        switch (status) {
            case 404 -> send(request, response, Problem.Kind.NOT_FOUND, "The API has nothing at this address. It is described in /api/openapi.json.");
            case 405 -> send(request, response, Problem.Kind.WRONG_METHOD,
                    "This address of the API wants another method. It is described in /api/openapi.json.");
            case 503 -> send(request, response, Problem.Kind.NOT_NOW, "The API is starting or stopping. Ask again in a few seconds.");
            default -> send(request, response, status < 500 ? Problem.Kind.BAD_REQUEST : Problem.Kind.FAILED,
                    "The call can't be understood. The API is described in /api/openapi.json.");
        }
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, Problem.Kind kind, String detail) throws IOException {
        new Problem(kind, detail, request.getRequestURI()).send(response);
    }

    /** As browsers tell it: Sec-Fetch-Site, and where that is missing Origin. Programs send neither. */
    private static boolean fromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            return !String.valueOf(URI.create(origin).getAuthority()).equals(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
