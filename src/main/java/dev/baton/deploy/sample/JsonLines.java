package dev.baton.deploy.sample;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.baton.event.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** In which line of a JSON file its values stand, by paths such as {@code [0].body.text}. */
final class JsonLines {

    private final Map<String, Integer> lines = new HashMap<>();

    /** For a file that can be read; of others only the first line is known. */
    JsonLines(byte[] file) {
        lines.put("", 1);
        try (JsonParser parser = Json.MAPPER.createParser(file)) {
            parser.nextToken();
            walk(parser, "");
        } catch (IOException e) {
            lines.keySet().retainAll(java.util.Set.of(""));
        }
    }

    private void walk(JsonParser parser, String path) throws IOException {
        lines.put(path, parser.currentTokenLocation().getLineNr());
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                walk(parser, path + "." + name);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                walk(parser, path + "[" + i + "]");
            }
        }
    }

    /** The line of that value, or of what it would stand in. */
    int line(String path) {
        String at = path;
        while (!lines.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return lines.get(at);
    }
}
