package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import dev.baton.event.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Safelist;

/** The functions that mappings have beside JSLT's own. None depends on anything but its arguments: a repeat must give the same. */
final class Words {

    /** RFC 2822 after its weekday, which some platforms get wrong; with or without seconds, one or two digits of the day. */
    private static final DateTimeFormatter MAIL_DATE = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .appendPattern("d MMM uuuu H:mm[:ss] ").appendPattern("[xx][xxx]['GMT']['UTC']").toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** All of them. */
    static final List<Function> ALL = List.of(
            text("html-to-text", Words::htmlToText),
            text("text-to-html", Words::textToHtml),
            text("clean-html", Words::cleanHtml),
            text("url-encode", text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")),
            text("base64", text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))),
            text("uuid-of", text -> uuidOf(text).toString()),
            text("parse-date", text -> {
                Instant date = date(text);
                return date == null ? null : date.toString();
            }),
            new Word("newest", 1, 9, Words::newest),
            new Word("sorted", 1, 9, Words::sorted));

    private Words() {
    }

    private record Word(String name, int least, int most, java.util.function.Function<JsonNode[], JsonNode> meaning) implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return least;
        }

        @Override
        public int getMaxArguments() {
            return most;
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] arguments) {
            return meaning.apply(arguments);
        }
    }

    /** A function of one text; null gives null. */
    private static Function text(String name, java.util.function.UnaryOperator<String> meaning) {
        return new Word(name, 1, 1, arguments -> {
            String result = arguments[0].isNull() || arguments[0].isMissingNode() ? null : meaning.apply(arguments[0].asText());
            return result == null ? NullNode.instance : TextNode.valueOf(result);
        });
    }

    /** Markup away, line breaks and paragraphs kept as new lines, links with their address behind them where the text is another. */
    static String htmlToText(String html) {
        var body = Jsoup.parse(html).body();
        body.select("script, style").remove();
        body.select("br").after("\\n");
        body.select("p, div, li, tr, h1, h2, h3, h4, blockquote").after("\\n");
        body.select("li").prepend("- ");
        body.select("a[href]").forEach(link -> {
            String address = link.attr("href");
            if (!link.text().isBlank() && !address.startsWith("#") && !address.contains(link.text())) {
                link.appendText(" (" + address + ")");
            }
        });
        return body.text().replace("\\n", "\n").replaceAll("[ \\t\\u00a0]*\\n[ \\t\\u00a0]*", "\n").replaceAll("\\n{3,}", "\n\n").strip();
    }

    /** Text as HTML shows it: nothing in it is markup, new lines are kept. */
    static String textToHtml(String text) {
        return Entities.escape(text).replaceAll("\\R", "<br>");
    }

    /** HTML without what could do harm: plain markup and links only. */
    static String cleanHtml(String html) {
        return Jsoup.clean(html, "", Safelist.basic(), new Document.OutputSettings().prettyPrint(false));
    }

    /** The same UUID for the same text, in the form of version 4, which some platforms insist on. */
    static UUID uuidOf(String text) {
        UUID named = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        return new UUID(named.getMostSignificantBits() & ~0xF000L | 0x4000L, named.getLeastSignificantBits());
    }

    /** ISO 8601, or RFC 2822 whatever its weekday says; null for {@code -} and blank. */
    static Instant date(String text) {
        String date = text.strip();
        if (date.isEmpty() || date.equals("-")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(date).toInstant();
        } catch (DateTimeException e) {
            try {
                return ZonedDateTime.parse(date.replaceFirst("^\\p{Alpha}{2,9}\\.?,\\s*", "").replaceAll("\\s+", " "), MAIL_DATE).toInstant();
            } catch (DateTimeException notThatEither) {
                throw new IllegalArgumentException("parse-date: '" + text + "' is neither ISO 8601 nor RFC 2822", notThatEither);
            }
        }
    }

    /** {@code newest(array, "case.updated_at", "case.case_id")}: the element that is greatest by the first key, then by the next; the later one of equals. */
    private static JsonNode newest(JsonNode[] arguments) {
        JsonNode array = arguments[0];
        BinaryOperator<JsonNode> newer = (one, other) -> {
            for (int i = 1; i < arguments.length; i++) {
                int order = compare(at(one, arguments[i].asText()), at(other, arguments[i].asText()));
                if (order != 0) {
                    return order > 0 ? one : other;
                }
            }
            return other;
        };
        JsonNode newest = null;
        for (JsonNode one : array) {
            newest = newest == null ? one : newer.apply(newest, one);
        }
        return newest == null ? NullNode.instance : newest;
    }

    /** {@code sorted(array, "date", "id")}: the elements by the first key, then by the next, least first; equals stay as they stand. */
    private static JsonNode sorted(JsonNode[] arguments) {
        Comparator<JsonNode> order = (one, other) -> {
            int compared = 0;
            for (int i = 1; i < arguments.length && compared == 0; i++) {
                compared = compare(at(one, arguments[i].asText()), at(other, arguments[i].asText()));
            }
            return compared;
        };
        return Json.MAPPER.createArrayNode().addAll(StreamSupport.stream(arguments[0].spliterator(), false).sorted(order).toList());
    }

    private static JsonNode at(JsonNode node, String path) {
        JsonNode at = node;
        for (String key : path.split("\\.")) {
            at = at.path(key);
        }
        return at;
    }

    private static int compare(JsonNode one, JsonNode other) {
        Comparable<Object> left = comparable(one);
        Comparable<Object> right = comparable(other);
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        // Numbers, dates and other texts each among themselves, so that the order holds also where they are mixed.
        return left.getClass() == right.getClass() ? left.compareTo(right) : left.getClass().getName().compareTo(right.getClass().getName());
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> comparable(JsonNode node) {
        Object value = null;
        if (node.isNumber() || node.asText().matches("-?\\d{1,18}")) {
            value = new java.math.BigDecimal(node.asText());
        } else if (node.isTextual()) {
            try {
                value = date(node.asText());
            } catch (IllegalArgumentException e) {
                value = node.asText();
            }
        }
        return (Comparable<Object>) value;
    }
}
