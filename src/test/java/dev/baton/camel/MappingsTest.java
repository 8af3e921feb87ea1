package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.baton.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mappings: what Baton adds to JSLT, and how a broken one is refused. */
class MappingsTest {

    private static JsonNode run(String mapping, String input, String... files) {
        try {
            return mappings(mapping, files).mapping("routes:p/m.jslt").apply(input == null ? NullNode.instance : Json.MAPPER.readTree(input));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Mappings mappings(String mapping, String... files) {
        Map<String, byte[]> all = new TreeMap<>(Map.of("p/m.jslt", mapping.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < files.length; i += 2) {
            all.put(files[i], files[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return new Mappings(all);
    }

    private static String word(String mapping) {
        return run(mapping, null).asText();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "`Tue, 14 Mar 2023 09:41:05 +0300`, 2023-03-14T06:41:05Z",
        "`Mon, 14 Mar 2023 09:41:05 +0300`, 2023-03-14T06:41:05Z",
        "`Sunday, 4 Mar 2023  9:41 GMT`, 2023-03-04T09:41:00Z",
        "`14 Mar 2023 09:41:05 +0000`, 2023-03-14T09:41:05Z",
        "2023-03-14T09:41:05+03:00, 2023-03-14T06:41:05Z",
        "2023-03-14T06:41:05.120Z, 2023-03-14T06:41:05.120Z",
        "-, null", "``, null"})
    void datesAreReadWhateverTheirWeekdaySays(String text, String instant) {
        assertThat(word("parse-date(\"" + text + "\")")).isEqualTo(instant);
    }

    @Test
    void aDateThatIsNoneIsNamed() {
        assertThatThrownBy(() -> word("parse-date(\"yesterday\")")).hasMessageContaining("yesterday");
    }

    @Test
    void htmlBecomesTextWithItsLinesAndAddresses() {
        assertThat(Words.htmlToText("<p>Hi &amp; welcome,<br>see <a href=\"https://x.example/a\">here</a></p><ul><li>one</li><li>two</li></ul><script>no()</script>"))
                .isEqualTo("Hi & welcome,\nsee here (https://x.example/a)\n- one\n- two");
        assertThat(Words.htmlToText("plain")).isEqualTo("plain");
    }

    @Test
    void theSameTextGivesTheSameUuidInTheFormOfVersionFour() {
        assertThat(word("uuid-of(\"abc\")")).isEqualTo(word("uuid-of(\"abc\")")).isNotEqualTo(word("uuid-of(\"abd\")")).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
    }

    @Test
    void textsAreEncoded() {
        assertThat(word("url-encode(\"a b&c/ü+\")")).isEqualTo("a%20b%26c%2F%C3%BC%2B");
        assertThat(word("base64(\"robot:key\")")).isEqualTo("cm9ib3Q6a2V5");
        assertThat(run("url-encode(null)", null).isNull()).isTrue();
    }

    @Test
    void theNewestIsFoundByDatesAndNumbers() {
        String cases = "[{\"c\":{\"id\":9,\"at\":\"Tue, 14 Mar 2023 09:41:05 +0300\"}},{\"c\":{\"id\":10,\"at\":\"14 Mar 2023 07:41:05 +0000\"}},{\"c\":{\"id\":11,\"at\":\"-\"}}]";
        assertThat(run("newest(., \"c.at\").c.id", cases).asInt()).isEqualTo(10);
        assertThat(run("newest(., \"c.id\").c.id", cases).asInt()).isEqualTo(11);
        assertThat(run("newest([], \"c.id\")", "1").isNull()).isTrue();
        assertThat(run("newest(., \"same\", \"c.id\").c.id", cases).asInt()).isEqualTo(11);
    }

    @Test
    void anArrayIsSortedByDatesNumbersAndTexts() {
        String lines = "[{\"at\":\"2024-03-05T13:19:40.100Z\",\"n\":1},{\"at\":\"2024-03-05T13:19:38Z\",\"n\":2},{\"n\":3},{\"at\":\"2024-03-05T13:19:38.000Z\",\"n\":0},{\"at\":\"soon\",\"n\":4}]";
        assertThat(run("[for (sorted(., \"at\", \"n\")) .n]", lines)).hasToString("[3,4,0,2,1]");
        assertThat(run("[for (sorted(., \"at\")) .n]", lines)).as("equals stay as they stand").hasToString("[3,4,2,0,1]");
        assertThat(run("sorted([], \"at\")", "1")).hasToString("[]");
    }

    @Test
    void emptyArraysAndObjectsStayAndWhatIsAbsentIsLeftOut() {
        assertThat(run("{\"a\": [], \"b\": {}, \"c\": null, \"d\": .nothing, \"e\": \"\"}", "{}")).hasToString("{\"a\":[],\"b\":{},\"e\":\"\"}");
    }

    @Test
    void aMappingMayImportFromItsOwnFiles() {
        assertThat(run("import \"p/lib.jslt\" as lib lib:twice(.)", "2", "p/lib.jslt", "def twice(n) $n * 2").asInt()).isEqualTo(4);
        assertThat(run("import \"routes:p/lib.jslt\" as lib lib:twice(.)", "2", "p/lib.jslt", "def twice(n) $n * 2").asInt()).isEqualTo(4);
        assertThatThrownBy(() -> run("import \"p/none.jslt\" as lib 1", "2")).isInstanceOf(Refused.class).hasMessageContaining("there is no mapping p/none.jslt");
    }

    @Test
    void aBrokenMappingIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> run("{\n  \"a\": nonsense(.b)\n}", "{}")).isInstanceOf(Refused.class).hasMessageStartingWith("p/m.jslt:2: column ").hasMessageContaining("nonsense");
        assertThatThrownBy(() -> run("{\n  \"a\": \n", "{}")).isInstanceOf(Refused.class).hasMessageMatching("(?s)p/m.jslt:[23]: column .*").hasMessageNotContaining("Was expecting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"now()", "random()", "uuid()", "uuid ()"})
    void chanceIsRefused(String call) {
        assertThatThrownBy(() -> run("// now() in a comment\n{\"a\": \"uuid()\",\n \"b\": " + call + "}", "{}")).isInstanceOf(Refused.class)
                .hasMessageStartingWith("p/m.jslt:3: column 7: ").hasMessageContaining("a repeated delivery must be the same").hasMessageContaining("use uuid-of(text)");
        assertThat(run("def uuid-of-now(x) $x uuid-of-now(.)", "1").asInt()).as("longer names are others").isEqualTo(1);
    }

    @Test
    void whatIsCompiledStaysAsItWasWhenTheFilesChange() {
        Map<String, byte[]> files = new TreeMap<>(Map.of("p/m.jslt", "1".getBytes(StandardCharsets.UTF_8)));
        Mappings mappings = new Mappings(files);
        mappings.mapping("p/m.jslt");
        files.put("p/m.jslt", "broken(".getBytes(StandardCharsets.UTF_8));
        assertThat(mappings.mapping("p/m.jslt").apply(NullNode.instance).asInt()).isEqualTo(1);
    }
}
