package dev.baton.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The files that an event names, wherever in it: in a message, under a reply, on a card, in the lines of a transcript. */
public final class EventMedia {

    private EventMedia() {
    }

    /** All of them, in order. */
    public static List<Content.Media> in(What what) {
        if (what instanceof What.Message message) {
            return in(message.content());
        }
        if (what instanceof What.HandoverRequested requested) {
            List<Content.Media> all = new ArrayList<>(in(requested.content()));
            all.addAll(in(requested.transcript()));
            return all;
        }
        return what instanceof What.HandoverFailed failed ? in(failed.transcript()) : what instanceof What.HandoverEnded ended ? in(ended.transcript()) : List.of();
    }

    private static List<Content.Media> in(List<What.Line> transcript) {
        return transcript == null ? List.of() : transcript.stream().flatMap(line -> in(line.content()).stream()).toList();
    }

    private static List<Content.Media> in(Content content) {
        if (content instanceof Content.Media media) {
            return media.url() == null ? List.of() : List.of(media);
        }
        if (content instanceof Content.Reply reply) {
            return in(reply.content());
        }
        if (!(content instanceof Content.Carousel carousel) || carousel.cards() == null) {
            return List.of();
        }
        return carousel.cards().stream().filter(card -> card.media() != null && card.media().url() != null).map(Content.Card::media).toList();
    }

    /**
     * Puts something in the place of each file of an event or a delivery in JSON. A card can't hold anything but a file: of what else comes in its
     * place the card gets the words and the address as text.
     */
    public static void replace(ObjectNode event, UnaryOperator<ObjectNode> with) {
        content(event, with);
        event.path("transcript").forEach(line -> {
            if (line instanceof ObjectNode one) {
                content(one, with);
            }
        });
    }

    private static void content(ObjectNode holder, UnaryOperator<ObjectNode> with) {
        if (!(holder.get("content") instanceof ObjectNode content)) {
            return;
        }
        switch (content.path("kind").asText()) {
            case "media" -> holder.set("content", with.apply(content));
            case "reply" -> content(content, with);
            case "carousel" -> content.path("cards").forEach(card -> {
                if (card instanceof ObjectNode one && one.get("media") instanceof ObjectNode media) {
                    card(one, with.apply(media));
                }
            });
            default -> {
            }
        }
    }

    private static void card(ObjectNode card, ObjectNode instead) {
        if (instead.path("kind").asText().equals("media")) {
            card.set("media", instead);
            return;
        }
        card.remove("media");
        List<String> words = new ArrayList<>();
        for (JsonNode part : List.of(card.path("text"), instead.path("text"), instead.path("url"))) {
            if (!part.asText().isEmpty()) {
                words.add(part.asText());
            }
        }
        card.put("text", String.join("\n", words));
    }
}
