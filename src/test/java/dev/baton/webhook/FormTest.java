package dev.baton.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Json;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    private static final String MULTIPART = "multipart/form-data; boundary=XX";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a=1                                  | {"a":"1"}
            a=1&a=2&a=3                          | {"a":["1","2","3"]}
            a[]=1&a[]=2                          | {"a":["1","2"]}
            a[]=1                                | {"a":["1"]}
            a[][x]=1&a[][x]=2                    | {"a":[{"x":"1"},{"x":"2"}]}
            a[0][x]=1&a[0][y]=2&a[1][x]=3        | {"a":[{"x":"1","y":"2"},{"x":"3"}]}
            a[1]=y&a[0]=x                        | {"a":["x","y"]}
            a[0]=x&a[2]=z                        | {"a":{"0":"x","2":"z"}}
            a[5]=x&a[]=y                         | {"a":{"5":"x","6":"y"}}
            a[999999999]=x&a[]=y                 | {"a":{"999999999":"x","1000000000":"y"}}
            a[99999999999999999999]=x            | {"a":{"99999999999999999999":"x"}}
            a[00]=x                              | {"a":{"00":"x"}}
            a[-1]=x                              | {"a":{"-1":"x"}}
            0=x&1=y                              | {"0":"x","1":"y"}
            a[b=1                                | {"a[b":"1"}
            a]b=1                                | {"a]b":"1"}
            a[b]c=1                              | {"a[b]c":"1"}
            [a]=1                                | {"[a]":"1"}
            a[b][]=1&a[b][]=2                    | {"a":{"b":["1","2"]}}
            a[b.c][ d ]=1                        | {"a":{"b.c":{" d ":"1"}}}
            __proto__[x]=1                       | {"__proto__":{"x":"1"}}
            """)
    void bracketKeys(String form, String json) throws Exception {
        assertThat(urlencoded(form)).isEqualTo(Json.MAPPER.readTree(json));
    }

    @Test
    void multipartFieldsAndFiles() throws Exception {
        String body = part("object[content]", null, "Grüße") + part("object[attachments][0]\"; filename=\"label.png", "image/png", "\u0001\u0002\u0003")
                + part("latin", "text/plain; charset=utf-8", "é") + "--XX--\r\n";

        JsonNode json = Form.multipart(body.getBytes(StandardCharsets.UTF_8), MULTIPART, StandardCharsets.UTF_8, Limits.DEFAULT);

        assertThat(Json.MAPPER.readTree(Json.bytes(json))).isEqualTo(Json.MAPPER.readTree(
                "{\"object\":{\"content\":\"Grüße\",\"attachments\":[{\"name\":\"label.png\",\"type\":\"image/png\",\"size\":3}]},\"latin\":\"é\"}"));
    }

    @Test
    void theFormsCharsetIsThePartsToo() throws Exception {
        Charset latin = StandardCharsets.ISO_8859_1;

        assertThat(Form.multipart((part("a", null, "é") + "--XX--\r\n").getBytes(latin), MULTIPART, latin, Limits.DEFAULT).get("a").asText()).isEqualTo("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "garbage", "--XX", "--XX\r\n", "--XX--\r\n", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--XX--\r\n",
        "--XX\r\nno colon\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=klingon\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\u0000.png\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u0000\r\n--XX--\r\n"})
    void brokenMultipart(String body) {
        assertThatThrownBy(() -> Form.multipart(body.getBytes(StandardCharsets.UTF_8), MULTIPART, StandardCharsets.UTF_8, Limits.DEFAULT))
                .isInstanceOf(Refused.class).extracting("kind").isEqualTo(Problem.Kind.BAD_REQUEST);
    }

    @Test
    void tooManyPartsAndHeadersWithoutEnd() {
        String many = part("a[]", null, "").repeat(2_001) + "--XX--\r\n";
        String long_ = "--XX\r\nContent-Disposition: form-data; name=\"" + "a".repeat(50_000) + "\"\r\n\r\nx\r\n--XX--\r\n";

        for (String body : new String[] {many, long_}) {
            assertThatThrownBy(() -> Form.multipart(body.getBytes(StandardCharsets.UTF_8), MULTIPART, StandardCharsets.UTF_8, Limits.DEFAULT))
                    .isInstanceOf(Refused.class);
        }
    }

    /** Whatever comes, it is JSON or a refusal that says so: never another exception. */
    @Test
    void anyBytes() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String[] pieces = {"a", "[", "]", "=", "&", "%", "%41", "%00", "0", "1", "é", "--XX", "\r\n", "\r\n\r\n", "--", "Content-Disposition: form-data; name=\"a[]\"",
            "; filename=\"x\"", "\uD83D\uDE00", "Content-Type: text/plain", ":"};
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            try {
                JsonNode json = i % 2 == 0 ? Form.urlencoded(bytes, StandardCharsets.UTF_8, Limits.DEFAULT)
                        : Form.multipart(bytes, MULTIPART, StandardCharsets.UTF_8, Limits.DEFAULT);
                assertThat(Json.MAPPER.readTree(Json.bytes(json))).as("seed %d", seed).isEqualTo(json);
                read++;
            } catch (Refused refused) {
                assertThat(refused.kind()).as("seed %d", seed).isEqualTo(Problem.Kind.BAD_REQUEST);
            }
        }
        assertThat(read).as("seed %d", seed).isPositive();
    }

    private static JsonNode urlencoded(String form) throws Refused {
        return Form.urlencoded(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, Limits.DEFAULT);
    }

    private static String part(String name, String type, String value) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n") + "\r\n" + value + "\r\n";
    }
}
