package dev.baton.talk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.EventMedia;
import dev.baton.event.Json;
import dev.baton.event.Role;
import dev.baton.event.What;
import dev.baton.media.Uploads;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What an app or a customer says, checked, in the form in which the channel's webhook door gets it: {@code type} (message, handover, end, typing, receipt),
 * {@code id}, {@code user} with {@code id} and what else is known, {@code thread} where the channel has threads, and what belongs to the type.
 */
final class Said {

    private static final List<String> ABOUT = List.of("name", "email", "phone", "language");
    /** A name is theirs to say; by an address or a number a desk may take them for somebody else. */
    private static final Set<String> OWN_ABOUT = Set.of("name", "language");
    private static final Set<String> OWN_KINDS = Set.of("text", "media", "location", "contact", "reply", "reaction");
    private static final int LONGEST_TEXT = 20_000;

    private final Caller caller;
    private final JsonNode body;
    private final ObjectNode json = Json.MAPPER.createObjectNode();

    /** {@code threadNeeded}: whether this can be said of a thread only, where the channel has some. */
    Said(Caller caller, JsonNode body, String type, boolean threadNeeded) {
        this.caller = caller;
        this.body = body;
        json.put("type", type);
        json.put("id", body.hasNonNull("id") ? Caller.id(body.get("id").asText(), "id") : UUID.randomUUID().toString());
        JsonNode user = body.path("user");
        ObjectNode known = json.putObject("user").put("id", caller.user(user.isMissingNode() || user.isNull() ? null : user.isObject() ? user.path("id").asText(null) : user.asText()));
        for (String name : ABOUT) {
            String told = !caller.isApp() && caller.token().customer().get(name) instanceof String said ? said : user.path(name).asText(null);
            if (told != null && !told.isBlank() && (caller.isApp() || OWN_ABOUT.contains(name) || caller.token().customer().containsKey(name))) {
                known.put(name, Caller.id(told, "user." + name));
            }
        }
        String thread = caller.thread(body.path("thread").asText(null), threadNeeded);
        // The first words of a thread that nobody has named name it: said twice, they are the same thread.
        if (thread != null || caller.talk().async()) {
            json.put("thread", thread == null ? id() : thread);
        }
    }

    ObjectNode json() {
        return json;
    }

    String id() {
        return json.get("id").asText();
    }

    String user() {
        return json.path("user").path("id").asText();
    }

    String thread() {
        return json.path("thread").asText(null);
    }

    /** With that field of the body where it is there, as text. */
    Said with(String name, int longest) {
        String text = body.path(name).asText(null);
        if (text != null && text.length() > longest) {
            throw Refused.bad("'" + name + "' is longer than " + longest + " characters.");
        }
        if (text != null && !text.isBlank()) {
            json.put(name, text.strip());
        }
        return this;
    }

    /** With what is said: {@code text}, or a {@code content} of the vocabulary. */
    Said content(Uploads uploads) {
        ObjectNode content = json.putObject("content");
        String text = body.path("text").asText(null);
        if (text != null && !body.has("content")) {
            if (text.isBlank() || text.length() > LONGEST_TEXT) {
                throw Refused.bad("'text' is empty or longer than " + LONGEST_TEXT + " characters.");
            }
            content.put("kind", "text").put("text", text);
            return this;
        }
        if (text != null || !(body.get("content") instanceof ObjectNode given)) {
            throw Refused.bad("Say either text or content; content is an object with a kind.");
        }
        content.setAll(given);
        checked(content, uploads);
        return this;
    }

    private void checked(ObjectNode content, Uploads uploads) {
        Content read;
        try {
            read = Json.MAPPER.treeToValue(content, Content.class);
        } catch (JsonProcessingException e) {
            throw Refused.bad("'content' is none of the kinds that the description has, or a field of it is not what it should be.");
        }
        for (JsonNode one = content; one.isObject(); one = one.path("content")) {
            // A desk may show markup as such, and who writes it may be anybody.
            if (!caller.isApp() && (!OWN_KINDS.contains(one.path("kind").asText()) || one.has("format"))) {
                throw new Refused(Problem.Kind.NOT_ALLOWED, "A customer's content is one of " + OWN_KINDS.stream().sorted().toList() + ", and its text is plain.");
            }
        }
        if (read instanceof Content.Text text && (text.text() == null || text.text().isBlank() || text.text().length() > LONGEST_TEXT)) {
            throw Refused.bad("The text is empty or longer than " + LONGEST_TEXT + " characters.");
        }
        if (content.path("kind").asText().equals("media") && !content.path("url").isTextual()) {
            throw Refused.bad("A media content wants the url of the file: upload it first, or say where it is.");
        }
        for (Content.Media media : EventMedia.in(new What.Message(new Author(Role.customer, null, null), read, false))) {
            if (!uploads.isOwn(media.url()) && (!caller.isApp() || !web(media.url()))) {
                throw Refused.bad(caller.isApp() ? "The url of a file must be http or https." : "A customer's file is uploaded first; its url is the one that the upload gives.");
            }
        }
    }

    private static boolean web(String url) {
        try {
            return List.of("http", "https").contains(String.valueOf(URI.create(url).getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
