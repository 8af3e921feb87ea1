package dev.baton.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types and names of files, as servers, events and the files themselves tell them. */
class FileTypesTest {

    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n....".getBytes(StandardCharsets.ISO_8859_1);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theFirstBytesKnowBetterThanTheServer() {
        assertThat(FileTypes.of(PNG, "text/plain", null, "a.txt")).isEqualTo("image/png");
        assertThat(FileTypes.of(bytes("\n <!DOCTYPE html><html>"), "image/png", "image/png", "a.png")).isEqualTo("text/html");
        assertThat(FileTypes.of(bytes("<?xml version='1.0'?><svg onload='x()'>"), "image/png", null, null)).isEqualTo("image/svg+xml");
        assertThat(FileTypes.of(bytes("MZ\u0090\0..."), "application/pdf", null, "bill.pdf")).isEqualTo("application/x-msdownload");
    }

    @Test
    void whatIsInABoxTheServerOrTheNameKnows() {
        assertThat(FileTypes.of(bytes("PK\u0003\u0004.."), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", null, null)).contains("wordprocessing");
        assertThat(FileTypes.of(bytes("PK\u0003\u0004.."), null, null, "a.docx")).contains("wordprocessing");
        assertThat(FileTypes.of(bytes("PK\u0003\u0004.."), "image/png", null, "a.png")).isEqualTo("application/zip");
        assertThat(FileTypes.of(bytes("....ftypM4A "), "audio/mp4", null, null)).isEqualTo("audio/mp4");
        assertThat(FileTypes.of(bytes("OggS...."), "video/ogg", null, null)).isEqualTo("video/ogg");
    }

    @Test
    void whereTheServerSaysNothingTheEventDoesAndThenTheName() {
        assertThat(FileTypes.of(bytes("a,b"), "application/octet-stream", "Text/CSV; charset=x", "a.txt")).isEqualTo("text/csv");
        assertThat(FileTypes.of(bytes("a,b"), "binary/octet-stream", null, "a.csv")).isEqualTo("text/csv");
        assertThat(FileTypes.of(bytes("a,b"), "oh; no", null, null)).isEqualTo(FileTypes.UNKNOWN);
        assertThat(FileTypes.of(new byte[0], null, null, null)).isEqualTo(FileTypes.UNKNOWN);
    }

    @Test
    void typesAreTakenByNameOrBySort() {
        BiFunction<List<String>, List<String>, MediaLimits> limits = (taken, forbidden) -> new MediaLimits(1, taken, forbidden,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        MediaLimits all = limits.apply(List.of(), List.of("Video/*", "text/html"));
        assertThat(all.takes("image/png")).isTrue();
        assertThat(all.takes("video/mp4")).isFalse();
        assertThat(all.takes("text/html")).isFalse();
        assertThat(all.takes("text/htmlx")).isTrue();
        MediaLimits some = limits.apply(List.of("image/*", " application/pdf "), List.of("image/svg+xml"));
        assertThat(some.takes("image/png")).isTrue();
        assertThat(some.takes("application/pdf")).isTrue();
        assertThat(some.takes("image/svg+xml")).isFalse();
        assertThat(some.takes("text/plain")).isFalse();
        assertThat(limits.apply(List.of("*/*"), List.of()).takes("a/b")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bill.pdf|x|http://h/y|bill.pdf", "../../etc/passwd|x|http://h/y|passwd.png", "a\\b\\c.txt|x|http://h/y|c.txt", "||http://h/a/photo%201.png?x=1|photo 1.png",
        "|attachment; filename*=UTF-8''caf%C3%A9.png|http://h/77|café.png", "||http://h/|file.png", "||http://h/77|77.png", "..hidden|x|http://h/y|hidden.png", "a\"b;c.png||http://h/y|a_b_c.png",
        "отчёт за март.pdf||http://h/y|отчёт за март.pdf"})
    void namesAreWhatPeopleRecogniseAndNothingThatHarms(String said, String disposition, String from, String name) {
        assertThat(FileNames.of(said, disposition, URI.create(from), "image/png")).isEqualTo(name);
    }

    @Test
    void aLongNameKeepsItsEnding() {
        assertThat(FileNames.of("x".repeat(300) + ".pdf", null, URI.create("http://h/"), "application/pdf")).hasSize(120).endsWith("x.pdf");
    }
}
