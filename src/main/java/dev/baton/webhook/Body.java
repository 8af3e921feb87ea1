package dev.baton.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Reads a webhook's body: its bytes within limits, and the JSON in them. */
public final class Body {

    /** Reads what was let in before, whatever the limit was then. */
    public static final Body KEPT = new Body(Limits.DEFAULT.body(Integer.MAX_VALUE), Clock.systemUTC());

    private final Limits limits;
    private final Clock clock;
    private final ObjectMapper mapper;

    public Body(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        // Nothing is forgiven: what two parsers could read in two ways is refused.
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(limits.depth()).maxStringLength(limits.body())
                        .maxNumberLength(500).maxNameLength(4_096).build())
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
    }

    /** All of it; refused as soon as it is more, or slower, than the limits. */
    public byte[] read(InputStream in, long declared) throws Refused {
        if (declared > limits.body()) {
            throw tooLarge();
        }
        Instant end = clock.instant().plus(limits.readWithin());
        ByteArrayOutputStream kept = new ByteArrayOutputStream((int) Math.max(declared, 1024));
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (kept.size() + n > limits.body()) {
                    throw tooLarge();
                }
                kept.write(buffer, 0, n);
                if (clock.instant().isAfter(end)) {
                    throw tooSlow();
                }
            }
        } catch (SocketTimeoutException e) {
            throw tooSlow();
        } catch (IOException e) {
            throw Refused.bad("The body broke off, or its chunks are not as HTTP wants them. Send it again.");
        }
        return kept.toByteArray();
    }

    /** A webhook that was kept whole, as JSON once more; {@link IllegalArgumentException} says why it can't be read. */
    public JsonNode again(byte[] raw, String contentType) {
        try {
            return parse(raw, contentType, MediaKind.of(contentType));
        } catch (Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The JSON in it; a form becomes nested JSON. */
    JsonNode parse(byte[] raw, String contentType, MediaKind kind) throws Refused {
        if (raw.length == 0) {
            throw Refused.bad("The body is empty.");
        }
        return switch (kind.form()) {
            case JSON -> json(raw, kind);
            case URLENCODED -> Form.urlencoded(raw, kind.charset(), limits);
            case MULTIPART -> Form.multipart(raw, contentType, kind.charset(), limits);
        };
    }

    private JsonNode json(byte[] raw, MediaKind kind) throws Refused {
        String text = Text.of(raw, kind.charset(), "The body");
        JsonNode tree;
        try {
            tree = mapper.readTree(text);
        } catch (StreamConstraintsException e) {
            throw Refused.bad("The JSON is nested deeper than " + limits.depth() + " levels, or has a number or a name that is too long" + at(e) + ".");
        } catch (MismatchedInputException e) {
            // The parser's own words name its Java features here.
            String what = e.getOriginalMessage().startsWith("Duplicate") ? "A field comes twice in one object" : "Something follows the JSON value";
            throw Refused.bad(what + at(e) + ".");
        } catch (JsonProcessingException e) {
            throw Refused.bad("The body is not one JSON value" + at(e) + ": "
                    + e.getOriginalMessage().replaceAll("\\s*(: enable `|\\(start marker|\\(for [A-Za-z]+ starting).*", ""));
        }
        if (!tree.isContainerNode()) {
            throw Refused.bad("The body must be a JSON object or array.");
        }
        clean(tree);
        return tree;
    }

    /** Refuses what can't be kept or written again, and mends half surrogates. The depth is limited, so recursion is safe. */
    private static void clean(JsonNode node) throws Refused {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                checkText(field.getKey());
                if (!Text.whole(field.getKey()).equals(field.getKey())) {
                    throw Refused.bad("A field's name holds half a surrogate pair, which is no text.");
                }
                if (field.getValue().isTextual()) {
                    checkText(field.getValue().textValue());
                    field.setValue(TextNode.valueOf(Text.whole(field.getValue().textValue())));
                } else {
                    clean(field.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    checkText(array.get(i).textValue());
                    array.set(i, TextNode.valueOf(Text.whole(array.get(i).textValue())));
                } else {
                    clean(array.get(i));
                }
            }
        } else if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
            throw Refused.bad("A number is too large.");
        }
    }

    private static void checkText(String text) throws Refused {
        if (text.indexOf('\0') >= 0) {
            throw Refused.bad("A text holds the character U+0000, which can't be kept. Leave it out.");
        }
    }

    private static String at(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    Refused tooLarge() {
        return new Refused(Problem.Kind.TOO_LARGE, "The body is larger than " + limits.body() + " bytes. Send less, or raise baton.webhook.max-body.");
    }

    private Refused tooSlow() {
        return new Refused(Problem.Kind.TOO_SLOW, "The body did not come within " + limits.readWithin().toSeconds() + " seconds. Send it again.");
    }

}
