package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a simulator answers; with status 0 the connection is cut instead. */
record Answer(int status, Map<String, String> headers, byte[] body) {

    static final Answer CUT = new Answer(0, Map.of(), new byte[0]);

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    static Answer json(int status, JsonNode body) {
        return of(status, "application/json", Json.bytes(body));
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
