package dev.baton.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * An answer that says what is wrong and what to do (RFC 9457).
 *
 * @param kind     which of the closed set
 * @param detail   what to do; without secrets
 * @param instance the address that was asked, without a token; or null
 */
public record Problem(Kind kind, String detail, String instance) {

    /** The media type. */
    public static final String TYPE = "application/problem+json";

    /** The closed set. A kind's address leads to its paragraph on the page of problems. */
    public enum Kind {
        BAD_REQUEST(400, "Bad request", "The body, or a parameter, is not what is expected here. The detail names the place. "
                + "Sending the same again will fail again."),
        NOT_PROVEN(401, "Not proven", "The sender has not proven who it is. For a webhook, compare the token set at the platform with the "
                + "channel's setting `token`; the log names the headers that came. For the API, send the admin's name and password by HTTP Basic."),
        NOT_ALLOWED(403, "Not allowed", "Who asks is known, but this is not for them, or the request came from another site's page."),
        NOT_FOUND(404, "Not found", "Nothing is at this address. A webhook goes to /hooks/{channel}; GET /api/channels lists the channels."),
        WRONG_METHOD(405, "Wrong method", "The address is right, the method is not. The header Allow says which one is."),
        TOO_SLOW(408, "Too slow", "The body did not come in time. Send it again, at once and whole."),
        CONFLICT(409, "Not possible now", "The thing is in a state in which this can't be done. The detail says which."),
        GONE(410, "Gone", "What was here has ended: a link to a file holds for the time of the setting baton.media.link-for."),
        TOO_LARGE(413, "Too large", "The body is larger than Baton takes. The limit is the setting baton.webhook.max-body."),
        WRONG_TYPE(415, "Wrong content type", "Webhooks come as JSON, as application/x-www-form-urlencoded or as multipart/form-data, not compressed."),
        TOO_FAST(429, "Too fast", "That was done too often. Wait for the time in Retry-After."),
        FAILED(500, "Failed", "Baton has made a mistake. The log has the whole story under the number in the detail."),
        NOT_NOW(503, "Not now", "Baton can't take this at the moment and has kept nothing of it. Send it again after the time in Retry-After.");

        private final int status;
        private final String title;
        private final String about;

        Kind(int status, String title, String about) {
            this.status = status;
            this.title = title;
            this.about = about;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** A few words. */
        public String title() {
            return title;
        }

        /** What it means and what to do, for the page of problems. */
        public String about() {
            return about;
        }

        /** The name in the address. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** The body. */
    public ObjectNode json() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("type", "/problems#" + kind.id());
        node.put("title", kind.title());
        node.put("status", kind.status());
        node.put("detail", detail);
        if (instance != null) {
            node.put("instance", instance);
        }
        return node;
    }

    /** Answers with it; headers that were set before are kept. */
    public void send(HttpServletResponse response) throws IOException {
        Answer.send(response, kind.status(), TYPE, json());
    }
}
