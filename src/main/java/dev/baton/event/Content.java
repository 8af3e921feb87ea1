package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a message says: a closed set of kinds, told apart by {@code kind} in JSON. What fits none of them is {@link Unknown}, kept raw. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Content.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Content.Media.class, name = "media"),
    @JsonSubTypes.Type(value = Content.Location.class, name = "location"),
    @JsonSubTypes.Type(value = Content.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = Content.Carousel.class, name = "carousel"),
    @JsonSubTypes.Type(value = Content.Link.class, name = "link"),
    @JsonSubTypes.Type(value = Content.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = Content.Reply.class, name = "reply"),
    @JsonSubTypes.Type(value = Content.Reaction.class, name = "reaction"),
    @JsonSubTypes.Type(value = Content.Unknown.class, name = "unknown")})
public sealed interface Content {

    /** How a text is marked up. Absent means plain. */
    enum Format {
        plain, markdown, html
    }

    /** A text; plain where {@code format} is null. */
    record Text(String text, Format format) implements Content {
    }

    /** A file: its address, MIME type, file name, size in bytes and caption; all but the address may be null. */
    record Media(String url, String mimeType, String name, Long size, String caption) implements Content {
    }

    /** A place, in degrees (WGS 84), with its name or null. */
    record Location(double latitude, double longitude, String name) implements Content {
    }

    /** One thing to choose; {@code id} is what comes back when it is chosen, or null where the text itself does. */
    record Option(String id, String text) {
    }

    /** A text with buttons. */
    record Choice(String text, List<Option> options) implements Content {
    }

    /** One card of a carousel; every part but one of title, text and media may be null. */
    record Card(String title, String text, Media media, List<Option> options) {
    }

    /** Cards side by side. */
    record Carousel(List<Card> cards) implements Content {
    }

    /** A web address with its title and text, which may be null. */
    record Link(String url, String title, String text) implements Content {
    }

    /** A person's card. */
    record Contact(String name, String phone, String email) implements Content {
    }

    /** An answer to an earlier message: the new content, what the platform calls the earlier one, and its text where told. */
    record Reply(Content content, String to, String quoted) implements Content {
    }

    /** An emoji put to an earlier message; null takes it away. */
    record Reaction(String emoji, String to) implements Content {
    }

    /** What no other kind fits: the platform's type, a text to show in its place (or null), and the raw value. */
    record Unknown(String type, String text, JsonNode raw) implements Content {
    }

    /** What stands in the place of a sensitive content. */
    Content VEILED = new Unknown("sensitive", "•••", null);

    /** What happened, with nothing of what was said. */
    static What veiled(What what) {
        if (what instanceof What.Message message) {
            return new What.Message(message.author(), VEILED, message.note(), message.notice(), message.customer(), message.beside());
        }
        if (what instanceof What.HandoverRequested requested) {
            return new What.HandoverRequested(requested.customer(), requested.content() == null ? null : VEILED, requested.desk(), requested.reason(),
                    veiled(requested.transcript()), requested.tags());
        }
        if (what instanceof What.HandoverFailed failed) {
            return new What.HandoverFailed(failed.reason(), veiled(failed.transcript()));
        }
        if (what instanceof What.HandoverEnded ended) {
            return new What.HandoverEnded(ended.by(), ended.reason(), veiled(ended.transcript()));
        }
        return what;
    }

    private static List<What.Line> veiled(List<What.Line> lines) {
        return lines == null ? null : lines.stream().map(line -> new What.Line(line.author(), VEILED, line.at())).toList();
    }
}
