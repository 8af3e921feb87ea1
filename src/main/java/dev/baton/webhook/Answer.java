package dev.baton.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes JSON as the whole answer. */
final class Answer {

    private Answer() {
    }

    static void send(HttpServletResponse response, int status, String type, JsonNode json) throws IOException {
        byte[] bytes = Json.bytes(json);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(bytes);
    }
}
