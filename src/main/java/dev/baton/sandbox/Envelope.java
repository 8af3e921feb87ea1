package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A LIME envelope as it came in, and the rules that it must keep. */
record Envelope(Kind kind, JsonNode json) {

    enum Kind { message, notification, command }

    private static final Set<String> COMMON = Set.of("id", "from", "to", "pp", "metadata");
    private static final Set<String> METHODS = Set.of("get", "set", "merge", "delete", "subscribe", "unsubscribe", "observe");
    private static final Set<String> EVENTS = Set.of("accepted", "dispatched", "received", "consumed", "failed", "deleted", "validated", "authorized");
    private static final Pattern NODE = Pattern.compile("([^\"&'/:<>@]{1,1023}@)?[^/@]{1,1023}(/.{1,1023})?");
    private static final Pattern MIME = Pattern.compile("[\\w.+*-]+/[\\w.+*-]+(\\s*;.*)?");

    /** Sorts by the keys that are there, as LIME's reference reader does; null if it is no envelope. */
    static Envelope of(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        return json.has("content") ? new Envelope(Kind.message, json) : json.has("event") ? new Envelope(Kind.notification, json)
                : json.has("method") ? new Envelope(Kind.command, json) : null;
    }

    String id() {
        return Json.text(json, "id");
    }

    String text(String field) {
        return Json.text(json, field);
    }

    /** Notes what is wrong; false if the platform can't take it. */
    boolean check(Call call) {
        int before = call.wrong.size();
        for (String field : new String[] {"id", "from", "to", "pp", "type", "event", "method", "uri"}) {
            if (json.hasNonNull(field) && !json.get(field).isTextual()) {
                call.wrong(field + " is not a string");
            }
        }
        for (String field : new String[] {"from", "to", "pp"}) {
            if (json.hasNonNull(field) && !NODE.matcher(json.get(field).asText()).matches()) {
                call.wrong(field + " is not a node: " + json.get(field).asText());
            }
        }
        switch (kind) {
            case message -> message(call);
            case notification -> notification(call);
            default -> command(call);
        }
        boolean fine = call.wrong.size() == before;
        lenient(call);
        return fine;
    }

    private void message(Call call) {
        if (!json.hasNonNull("to")) {
            call.wrong("message without to");
        }
        String type = text("type");
        if (type == null || !MIME.matcher(type).matches()) {
            call.wrong("message without a MIME type: " + type);
        } else if (isJson(type) ? !json.get("content").isContainerNode() : !json.get("content").isTextual()) {
            call.wrong("content does not fit type " + type);
        }
    }

    private void notification(Call call) {
        if (!json.hasNonNull("id")) {
            call.wrong("notification without id");
        }
        if ("failed".equals(text("event")) && !json.path("reason").path("code").isInt()) {
            call.wrong("failed notification without reason");
        }
    }

    private void command(Call call) {
        String method = text("method");
        if (!METHODS.contains(String.valueOf(method))) {
            call.wrong("unknown method " + method);
        }
        if (!json.hasNonNull("id") && !"observe".equals(method)) {
            call.wrong("command without id");
        }
        String uri = text("uri");
        if (uri == null || !(uri.startsWith("/") || uri.startsWith("lime://"))) {
            call.wrong("command without a proper uri: " + uri);
        } else if (!uri.matches("[\\x21\\x23-\\x3b=\\x3f-\\x5b\\x5d\\x5f\\x61-\\x7a~\\x7c]*") || uri.matches(".*%(?![0-9A-Fa-f]{2}).*")) {
            call.wrong("uri is not percent-encoded: " + uri);
        }
        if (json.hasNonNull("resource") && !json.hasNonNull("type")) {
            call.wrong("command with resource but without type");
        }
        if (Set.of("set", "merge", "observe").contains(String.valueOf(method)) && !json.hasNonNull("resource")) {
            call.wrong(method + " without resource");
        }
    }

    /** What a real server overlooks, but the description forbids. */
    private void lenient(Call call) {
        Set<String> own = switch (kind) {
            case message -> Set.of("type", "content");
            case notification -> Set.of("event", "reason");
            case command -> Set.of("method", "uri", "type", "resource");
        };
        json.fieldNames().forEachRemaining(field -> {
            if (!COMMON.contains(field) && !own.contains(field)) {
                call.wrong("unknown field " + field + " in a " + kind);
            }
        });
        if (json.has("metadata") && !json.get("metadata").isNull()) {
            JsonNode metadata = json.get("metadata");
            if (!metadata.isObject()) {
                call.wrong("metadata is not an object");
            }
            metadata.fields().forEachRemaining(entry -> {
                if (!entry.getValue().isTextual()) {
                    call.wrong("metadata " + entry.getKey() + " is not a string");
                }
                if (entry.getKey().equals("#message.replaceVariables")) {
                    call.wrong("metadata #message.replaceVariables would expand what an agent types");
                }
            });
        }
        if (kind == Kind.notification && !EVENTS.contains(String.valueOf(text("event")))) {
            call.wrong("unknown event " + text("event"));
        }
    }

    static boolean isJson(String type) {
        String plain = type.split(";")[0].trim().toLowerCase(Locale.ROOT);
        return plain.endsWith("/json") || plain.endsWith("+json");
    }
}
