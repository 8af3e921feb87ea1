package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import dev.baton.media.Media;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.ByteArrayBody;
import org.apache.hc.client5.http.entity.mime.FileBody;
import org.apache.hc.client5.http.entity.mime.FormBodyPart;
import org.apache.hc.client5.http.entity.mime.FormBodyPartBuilder;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.entity.mime.StringBody;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * A multipart form with files that are read from disk whenever it is sent, so that nothing of them lies in memory and it can be sent again; its length
 * is known before. What people and samples see of it is its outline: the parts as the route has given them.
 */
final class FormEntity extends HttpEntityWrapper {

    private final byte[] outline;

    private FormEntity(MultipartEntityBuilder form, byte[] outline) {
        super(form.build());
        this.outline = outline;
    }

    /** The form of these parts: {@code [{"name": ..., "text": ...}, {"name": ..., "file": <a link of ours>}]}. */
    static FormEntity of(JsonNode parts, Media media) {
        if (parts == null || !parts.isArray() || parts.isEmpty()) {
            throw new IllegalArgumentException("baton:form wants an array of parts such as {\"name\": \"text\", \"text\": \"Hello\"} or {\"name\": \"file\", \"file\": <url>}");
        }
        MultipartEntityBuilder form = MultipartEntityBuilder.create().setMode(HttpMultipartMode.LEGACY).setCharset(StandardCharsets.UTF_8);
        for (JsonNode part : parts) {
            String name = part.path("name").asText("");
            JsonNode text = part.get("text");
            if (name.isEmpty() || text != null && text.isContainerNode() || (text == null) == !part.path("file").isTextual()) {
                throw new IllegalArgumentException("a part of baton:form has a name, and either a text or a file (the url of a media content), not " + part);
            }
            if (text != null) {
                form.addPart(part(name, new StringBody(text.isNull() ? "" : text.asText(), ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8))));
                continue;
            }
            Media.Kept file = media.kept(part.get("file").asText());
            ContentType type = ContentType.parseLenient(file.mimeType());
            form.addPart(part(name, file.path() == null ? new ByteArrayBody(new byte[0], type, file.name()) : new FileBody(file.path().toFile(), type, file.name())));
        }
        return new FormEntity(form, Json.bytes(parts));
    }

    /** As browsers send it: names in UTF-8 and nowhere else, which is what servers read. */
    private static FormBodyPart part(String name, AbstractContentBody body) {
        String file = body.getFilename() == null ? "" : "; filename=\"" + quoted(body.getFilename()) + "\"";
        return FormBodyPartBuilder.create(name, body).addField("Content-Disposition", "form-data; name=\"" + quoted(name) + "\"" + file).build();
    }

    private static String quoted(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    /** What sending it takes on a middling line: so much longer the call may last. */
    Duration sending() {
        return Duration.ofMillis(getContentLength() / 1000);
    }

    /** The parts as they were given, JSON. */
    byte[] outline() {
        return outline.clone();
    }
}
