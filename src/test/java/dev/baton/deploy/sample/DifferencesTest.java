package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What differs is said as a person would say it. */
class DifferencesTest {

    private static List<String> between(String expected, String got) {
        try {
            return Differences.between("x", Json.MAPPER.readTree(expected), Json.MAPPER.readTree(got)).stream().map(difference -> difference.path() + ": " + difference.what()).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void whatIsTheSameDoesNotDiffer() {
        assertThat(between("{\"a\": 1, \"b\": [1, {}], \"c\": null}", "{\"b\": [1.0, {}], \"a\": 1}")).isEmpty();
    }

    @Test
    void anElementTooManyOrTooFewDoesNotMakeAllOthersDiffer() {
        assertThat(between("[\"a\", \"b\", \"c\", \"d\"]", "[\"b\", \"c\", \"d\"]")).containsExactly("x[0]: is missing: expected \"a\"");
        assertThat(between("[\"a\", \"b\"]", "[\"a\", \"n\", \"b\"]")).containsExactly("x[1]: was not expected: \"n\"");
        assertThat(between("[{\"type\": \"typing\", \"on\": true}, {\"type\": \"message\", \"id\": \"1\", \"text\": \"Hi\"}]",
                "[{\"type\": \"message\", \"id\": \"1\", \"text\": \"Ho\"}]")).containsExactly("x[0]: is missing: expected {\"type\":\"typing\",\"on\":true}", "x[1].text: expected \"Hi\", got \"Ho\"");
        assertThat(between("[\"a\", \"b\"]", "[\"a\", \"c\"]")).containsExactly("x[1]: expected \"b\", got \"c\"");
        assertThat(between("[]", "[{}]")).containsExactly("x[0]: was not expected: {}");
    }

    /** Thousands of lines, of which one is left out in the middle; and two lists that have nothing in common. */
    @Test
    void longListsTakeNoTime() {
        ArrayNode one = Json.MAPPER.createArrayNode();
        for (int i = 0; i < 5_000; i++) {
            one.addObject().put("line", "number " + i);
        }
        ArrayNode other = one.deepCopy();
        other.remove(2_500);
        assertThat(Differences.between("x", one, other)).extracting(Differences.Difference::path).containsExactly("x[2500]");
        other.forEach(line -> ((ObjectNode) line).put("line", "nothing"));
        assertThat(Differences.between("x", one, other)).hasSize(5_000);
    }

    @Test
    void fieldsThatAreMissingOrTooManyAreSaidInWords() {
        assertThat(between("{\"body\": \"Hi\"}", "{\"text\": \"Hi\"}")).containsExactly("x.body: is missing: expected \"Hi\"", "x.text: was not expected: \"Hi\"");
        assertThat(between("{\"a\": {\"b\": 1}}", "{\"a\": [1]}")).containsExactly("x.a: expected {\"b\":1}, got [1]");
    }

    @Test
    void longTextsAreShownWhereTheyDiffer() {
        String same = "0123456789".repeat(20);
        assertThat(between("\"" + same + "one\"", "\"" + same + "two\"")).containsExactly(
                "x: expected ...\"012345678901234567890123456789one\", got ...\"012345678901234567890123456789two\" (they differ from character 201 on)");
        assertThat(between("\"" + same + "\"", "\"" + same.substring(0, 120) + "\"").get(0)).endsWith("got ...\"012345678901234567890123456789\" (they differ from character 121 on)");
    }

    @Test
    void theLineIsOfTheValueOrOfWhatItWouldStandIn() {
        JsonLines lines = new JsonLines("[\n {\"a\": 1,\n  \"b\": {\n   \"c\": [1,\n    2]}}\n]\n".getBytes(StandardCharsets.UTF_8));
        assertThat(List.of(lines.line(""), lines.line("[0].b.c[1]"), lines.line("[0].b.d"), lines.line("[0].b"), lines.line("[7].x"))).containsExactly(1, 5, 3, 3, 1);
        assertThat(new JsonLines("[\n{".getBytes(StandardCharsets.UTF_8)).line("[0].a")).isEqualTo(1);
    }
}
