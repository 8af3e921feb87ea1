package dev.baton.talk;

import dev.baton.ledger.Ledger;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/** What goes wrong in a call, as the problem answers that all of Baton gives. */
@RestControllerAdvice(basePackageClasses = TalkApi.class)
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler(Refused.class)
    void refused(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (refused.after() != null) {
            response.setHeader("Retry-After", refused.after().toString());
        }
        if (refused.kind() == Problem.Kind.NOT_PROVEN) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        new Problem(refused.kind(), refused.getMessage(), request.getRequestURI()).send(response);
    }

    @ExceptionHandler({Ledger.Unavailable.class, DataAccessException.class})
    void unavailable(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.warn("A call of the API for apps was answered 503, the ledger can't be reached: {}", e.getMessage());
        response.setHeader("Retry-After", "5");
        new Problem(Problem.Kind.NOT_NOW, "Nothing can be stored or read at the moment. Try again in 5 seconds.", request.getRequestURI()).send(response);
    }

    @ExceptionHandler(Exception.class)
    void failed(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            // Nobody is there to be answered, and whoever hangs up a thousand times must not fill the log.
            LOG.debug("A caller of the API for apps has gone: {}", e.getMessage());
            return;
        }
        UUID number = UUID.randomUUID();
        LOG.error("A call of the API for apps failed, number {}", number, e);
        new Problem(Problem.Kind.FAILED, "Baton has failed; the log tells more under the number " + number + ".", request.getRequestURI()).send(response);
    }
}
