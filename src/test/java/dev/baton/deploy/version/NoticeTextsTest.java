package dev.baton.deploy.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.camel.Refused;
import dev.baton.conversation.Notice;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.Folder;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.NoticeKind;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of notices: whose language, whose texts, and what is refused at load. */
class NoticeTextsTest {

    private static final ZonedDateTime MONDAY = ZonedDateTime.parse("2026-03-09T09:00:00-03:00[America/Sao_Paulo]");
    private static final Notice KEPT = new Notice(NoticeKind.OUTSIDE_HOURS, "outside-hours.kept", MONDAY, null, null, null);
    private static final Notice CLOSED = new Notice(NoticeKind.CLOSED, "closed", null, null, null, null);

    @TempDir
    private Path path;
    private Folder folder;
    private final Map<String, String> settings = new HashMap<>(Folder.SETTINGS);

    @BeforeEach
    void aSheetThatShowsAll() {
        folder = new Folder(path).write("parcel/platform.yaml", Folder.SHEET
                + "notices: {accepted: true, waiting: true, outside-hours: true, nobody: true, agent-left: true, undelivered: true, closed: false}\n");
    }

    private NoticeTexts texts() {
        ChannelFiles files = ChannelFiles.read(folder.routes(), "depot");
        return NoticeTexts.of(files, new ChannelSettings("depot", files.sheet(), settings::get));
    }

    private static Customer speaking(String language) {
        return new Customer("ann", "Ann", null, null, language, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pt-BR | Nossos atendentes não estão disponíveis no momento. Sua mensagem foi guardada e eles vão responder por aqui quando voltarem: segunda-feira, 9 de março, às 09:00.
            ru    | Сейчас наших сотрудников нет на месте. Ваше сообщение сохранено, вам ответят здесь, когда сотрудники вернутся: понедельник, 9 марта, 09:00.
            en_GB | Our agents are not there at the moment. Your message is kept, and they will answer you here when they are back: Monday, 9 March, 09:00.
            fr    | Our agents are not there at the moment. Your message is kept, and they will answer you here when they are back: Monday, 9 March, 09:00.
                  | Our agents are not there at the moment. Your message is kept, and they will answer you here when they are back: Monday, 9 March, 09:00.""")
    void theCustomersOwnLanguage(String language, String words) {
        assertThat(texts().words(KEPT, speaking(language))).isEqualTo(words);
    }

    @Test
    void theChannelsLanguageIsForWhoHasToldNoneAndForAgents() {
        settings.put("language", "pt");
        assertThat(texts().words(KEPT, speaking(null))).startsWith("Nossos atendentes");
        assertThat(texts().words(KEPT, null)).startsWith("Nossos atendentes");
        assertThat(texts().words(KEPT, speaking("ru"))).startsWith("Сейчас");
        Notice lost = new Notice(NoticeKind.UNDELIVERED, "desk.undelivered", null, null, new Content.Text("a\nlong " + "word ".repeat(40), null), "HTTP 400 $1");
        assertThat(texts().words(lost, speaking("ru"))).startsWith("O cliente não recebeu esta mensagem: \"a long word").endsWith("…\" (HTTP 400 $1)").hasSizeLessThan(150);
    }

    @Test
    void theHouseAndTheChannelMayHaveTheirOwnWordsAndLanguages() {
        folder.write("notices/en.properties", "nobody = No luck today.\nagent-left = {agent} has gone.\n").write("notices/fr.properties", "nobody = Personne.\n")
                .write("notices/vip/en.properties", "nobody = We call you.\n");
        Notice nobody = new Notice(NoticeKind.NOBODY, "nobody", null, null, null, null);
        assertThat(texts().words(nobody, speaking("en"))).isEqualTo("No luck today.");
        assertThat(texts().words(new Notice(NoticeKind.AGENT_LEFT, "agent-left", null, "Bob", null, null), speaking("en"))).isEqualTo("Bob has gone.");
        assertThat(texts().words(nobody, speaking("fr-CA"))).isEqualTo("Personne.");
        assertThat(texts().words(KEPT, speaking("fr"))).as("what is not translated is told in the channel's language").startsWith("Our agents");
        settings.put("notices.texts", "vip");
        assertThat(texts().words(nobody, speaking("en"))).isEqualTo("We call you.");
        assertThat(texts().words(nobody, speaking("fr"))).isEqualTo("Personne.");
    }

    @Test
    void eachKindCanBeSwitched() {
        assertThat(texts().words(CLOSED, null)).as("the sheet says: only if asked for").isNull();
        settings.put("notices.closed", "on");
        settings.put("notices.outside-hours", "false");
        assertThat(texts().words(CLOSED, null)).isEqualTo("This conversation has been closed.");
        assertThat(texts().words(KEPT, null)).isNull();
        folder.write("parcel/platform.yaml", Folder.SHEET + "notices: [agent-left]\n");
        settings.remove("notices.outside-hours");
        assertThatThrownBy(this::texts).isInstanceOf(Refused.class).hasMessageContaining("channels.depot.notices.closed is on, but parcel/platform.yaml does not say");
        settings.remove("notices.closed");
        assertThat(texts().words(KEPT, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            notices/en.properties     | nobody = x\\nnobdy = y   | notices/en.properties:2: there is no text 'nobdy'
            notices/en.properties     | closed = {name}          | notices/en.properties:1: '{name}' in closed stands for nothing
            notices/pt.properties     | closed =                 | notices/pt.properties:1: closed has no words
            notices/ru.properties     | opens.pattern = bbbb     | notices/ru.properties:1: opens.pattern is no pattern of a date""")
    void mistakesAreNamedWithTheirLine(String file, String text, String words) {
        folder.write(file, text.replace("\\n", "\n"));
        assertThat(Versions.refusal(folder)).contains(words);
    }

    @Test
    void badSettingsAreRefusedWithWords() throws IOException {
        settings.put("language", "fr");
        assertThatThrownBy(this::texts).hasMessageContaining("channels.depot.language is 'fr', for which there are no texts");
        settings.put("language", "en");
        settings.put("notices.texts", "nowhere");
        assertThatThrownBy(this::texts).hasMessageContaining("names the folder notices/nowhere, which has no texts");
        settings.remove("notices.texts");
        settings.put("notices.nobody", "maybe");
        assertThatThrownBy(this::texts).hasMessageContaining("channels.depot.notices.nobody is 'maybe': write on or off");
        Files.createDirectories(path.resolve("notices"));
        Files.write(path.resolve("notices/ru.properties"), "closed = Разговор".getBytes("windows-1251"));
        assertThatThrownBy(this::texts).hasMessageContaining("notices/ru.properties:1: is not UTF-8");
        folder.write("parcel/platform.yaml", Folder.SHEET + "notices: [agent-gone]\n");
        assertThatThrownBy(this::texts).hasMessageContaining("there is no notice 'agent-gone'");
    }

    @ParameterizedTest
    @CsvSource({"pt", "ru"})
    void theTextsThatBatonBringsAreWholeInEachLanguage(String language) throws IOException {
        Properties english = brought("en");
        Properties other = brought(language);
        assertThat(other.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        english.stringPropertyNames().stream().filter(key -> !key.equals("opens.pattern")).forEach(key ->
                assertThat(placeholders(other.getProperty(key))).as(key).isEqualTo(placeholders(english.getProperty(key))));
    }

    private static Properties brought(String language) throws IOException {
        Properties texts = new Properties();
        texts.load(new InputStreamReader(NoticeTexts.class.getResourceAsStream("notices/" + language + ".properties"), StandardCharsets.UTF_8));
        return texts;
    }

    private static Set<String> placeholders(String text) {
        Set<String> all = new TreeSet<>();
        for (Matcher one = Pattern.compile("\\{.*?}").matcher(text); one.find();) {
            all.add(one.group());
        }
        return all;
    }
}
