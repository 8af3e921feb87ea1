package dev.baton.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.deploy.source.SettingsSource;
import dev.baton.deploy.source.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of channels that the API makes: whole after any crash, secrets only for who has the key. */
class ManagedFolderTest {

    private static final String OLD = key('o');
    private static final String NEW = key('n');
    private static final Map<String, String> VALUES = Map.of("active", "true", "url", "https://kiosk.example", "token", "s3cret: 'ü' #1", "greeting", "no");

    @TempDir
    Path path;

    private static String key(char letter) {
        return Base64.getEncoder().encodeToString(String.valueOf(letter).repeat(32).getBytes(StandardCharsets.UTF_8));
    }

    private ManagedFolder folder(String... keys) {
        return new ManagedFolder(path.resolve("data/channels"), path.resolve("routes"), new SecretKeys(List.of(keys)));
    }

    private ManagedFolder made(String key) throws IOException {
        Files.createDirectories(path.resolve("routes"));
        ManagedFolder folder = folder(key);
        folder.create("shop", VALUES, "token"::equals, "a route".getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    private Path settings() {
        return path.resolve("data/channels/shop.yaml");
    }

    private Set<String> files() throws IOException {
        try (var all = Files.walk(path)) {
            return new TreeSet<>(all.filter(Files::isRegularFile).map(file -> path.relativize(file).toString()).toList());
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ManagedChannel read = made(NEW).read().get("shop");
        assertThat(read.values()).isEqualTo(VALUES);
        assertThat(read.wrong()).isEmpty();
        assertThat(read.places().get("url").file()).isEqualTo("channels/shop.yaml");
        assertThat(files()).containsExactly("data/channels/shop.yaml", "routes/shop.camel.yaml");
        assertThat(Files.readString(settings())).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's \"quoted\" #1: - [a] {b} &c *d !e |f >g %h @i `j", "two\nlines\n", "\ttab", "null", "no", "0x1F", "1e3", "~", "2026-03-05", "", " blank ", "a\u2028b\u2029c\ufeffd", "Gr\u00fc\u00dfe \ud83d\udc4b",
        "\\", "active: false", "---", "# none", "greeting: x\nactive: true"})
    void aValueIsKeptAsItIs(String value) {
        ManagedFolder folder = folder(NEW);
        Map<String, String> values = Map.of("active", "false", "greeting", value, "token", "{{x}} ${y} " + value);
        folder.create("shop", values, "token"::equals, new byte[0]);
        assertThat(folder.read().get("shop").values()).isEqualTo(values);
    }

    @Test
    void theSameSecretLooksOtherwiseEachTime() {
        SecretKeys keys = new SecretKeys(List.of(NEW));
        assertThat(keys.sealed("s3cret")).isNotEqualTo(keys.sealed("s3cret")).startsWith("{encrypted:").doesNotContain("s3cret");
        assertThat(keys.opened(keys.sealed(""))).isEmpty();
    }

    @Test
    void aWrongKeyIsToldWithTheKeysNamesAndKeepsTheSecret() throws IOException {
        made(OLD);
        ManagedFolder other = folder(NEW);
        ManagedChannel read = other.read().get("shop");
        assertThat(read.wrong()).singleElement().asString().startsWith("channels/shop.yaml:").contains("the secret token can't be read").contains("another key than baton.secret-key has");
        assertThat(new ManagedSettings(SettingsSource.fixed((channel, setting) -> null), other).current().apply("shop", "token")).as("what is encrypted is no value").isNull();
        other.settings("shop", read.values(), "token"::equals);
        assertThat(folder(OLD).read().get("shop").values()).isEqualTo(VALUES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "bm90IDMyIGJ5dGVz"})
    void aKeyThatIsNoneIsTold(String key) throws IOException {
        made(OLD);
        ManagedFolder none = key.isEmpty() ? folder() : folder(key);
        assertThat(none.read().get("shop").wrong()).singleElement().asString().contains(key.isEmpty() ? "baton.secret-key is not set" : "baton.secret-key is not understood").contains("openssl rand -base64 32");
        assertThatThrownBy(() -> none.create("other", VALUES, "token"::equals, new byte[0])).isInstanceOf(Conflict.class).hasMessageContaining("A secret can't be kept");
        assertThat(files()).containsExactly("data/channels/shop.yaml", "routes/shop.camel.yaml");
        none.create("open", Map.of("url", "x"), "token"::equals, new byte[0]);
        assertThat(none.read().get("open").wrong()).as("without a secret no key is needed").isEmpty();
    }

    @Test
    void aDamagedSecretIsTold() throws IOException {
        ManagedFolder folder = made(NEW);
        String text = Files.readString(settings());
        int at = text.indexOf('}') + 30;
        Files.writeString(settings(), text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1));
        assertThat(folder.read().get("shop").wrong()).singleElement().asString().contains("damaged");
    }

    /** Two keys, the new one first: all is encrypted with it at the start, and what people have written stays. */
    @Test
    void aKeyIsReplaced() throws IOException {
        made(OLD);
        Files.writeString(settings(), Files.readString(settings()) + "greeting2: mine # a remark\n");
        ManagedFolder both = folder(NEW, OLD);
        assertThat(both.read().get("shop").values()).containsEntry("token", VALUES.get("token"));
        both.recover();
        assertThat(folder(NEW).read().get("shop").wrong()).isEmpty();
        assertThat(folder(NEW).read().get("shop").values()).containsEntry("token", VALUES.get("token"));
        assertThat(folder(OLD).read().get("shop").wrong()).hasSize(1);
        assertThat(Files.readString(settings())).contains("greeting2: mine # a remark");
    }

    /** A crash after each of the writes of a creation or a deletion: at the next start it is whole, or nothing is there. */
    @ParameterizedTest
    @CsvSource({"create, 1, false", "create, 2, true", "create, 3, true", "delete, 1, false", "delete, 2, false", "delete, 3, false"})
    void whatACrashHasBrokenOffIsEndedAtTheStart(String what, int after, boolean there) throws IOException {
        made(NEW);
        byte[] settings = Files.readAllBytes(settings());
        Path channels = path.resolve("data/channels");
        Path route = path.resolve("routes/shop.camel.yaml");
        if (what.equals("create")) {
            Files.write(channels.resolve("shop.create"), Files.readAllBytes(route));
            if (after < 3) {
                Files.delete(route);
            }
            if (after < 2) {
                Files.delete(settings());
                Files.write(channels.resolve(".shop.yaml~"), settings);
            }
        } else {
            Files.createFile(channels.resolve("shop.delete"));
            if (after > 1) {
                Files.delete(route);
            }
            if (after > 2) {
                Files.delete(settings());
            }
        }
        ManagedFolder folder = folder(NEW);
        folder.recover();
        assertThat(folder.read().containsKey("shop")).isEqualTo(there);
        assertThat(Files.exists(route)).isEqualTo(there);
        assertThat(files()).noneMatch(file -> file.endsWith(".create") || file.endsWith(".delete") || file.endsWith("~"));
        if (there) {
            assertThat(route).hasContent("a route");
            assertThat(folder.read().get("shop").values()).isEqualTo(VALUES);
        }
    }

    @Test
    void peopleMayNestNamesAndWriteLists() throws IOException {
        ManagedFolder folder = made(NEW);
        Files.writeString(settings(), "active: off\ndeadlines:\n  queued: 2h\nhours:\n  - mon-fri 09:00-18:00\n");
        ManagedChannel read = folder.read().get("shop");
        assertThat(read.values()).containsEntry("deadlines.queued", "2h").containsEntry("hours[0]", "mon-fri 09:00-18:00");
        assertThat(read.active()).isFalse();
        Files.writeString(settings(), "active: 'per: haps'\n");
        folder.settings("shop", folder.read().get("shop").values(), "token"::equals);
        assertThat(folder.read().get("shop").values()).containsEntry("active", "per: haps");
        Files.writeString(settings(), "active: off\ndeadlines:\n  queued: 2h\n");
        read = folder.read().get("shop");
        assertThat(read.places().get("deadlines.queued").line()).isEqualTo(3);
    }

    @Test
    void whatCanNotBeReadHarmsOnlyItsChannel() throws IOException {
        ManagedFolder folder = made(NEW);
        Files.createDirectory(path.resolve("data/channels/folder.yaml"));
        folder.recover();
        assertThat(folder.read().get("shop").wrong()).isEmpty();
        assertThat(folder.read().get("folder").wrong()).singleElement().asString().contains("channels/folder.yaml:1: can't be read");
    }

    @Test
    void howTheConditionsWereIsForgottenWithTheChannel() throws IOException {
        ManagedFolder folder = made(NEW);
        Examined examined = new Examined(Instant.parse("2026-03-05T13:20:11.415Z"), List.of(Condition.fails(Condition.Kind.bot, "it sleeps"), Condition.holds(Condition.Kind.unique, null)), true);
        folder.keep("shop", examined);
        assertThat(folder(NEW).examined("shop")).isEqualTo(examined);
        Files.writeString(path.resolve("data/channels/.shop.examined"), "{\"at\": 1");
        assertThat(folder.examined("shop")).isNull();
        folder.delete("shop");
        assertThat(files()).isEmpty();
    }

    @Test
    void settingsInTwoPlacesAreWrong() throws IOException {
        ManagedSettings both = new ManagedSettings(SettingsSource.fixed((channel, setting) -> channel.equals("shop") && setting.equals("url") || channel.equals("other") ? "x" : null), made(NEW));
        Written current = (Written) both.current();
        assertThat(current.apply("shop", "token")).isEqualTo(VALUES.get("token"));
        assertThat(current.apply("other", "token")).isEqualTo("x");
        assertThat(current.wrong("shop", List.of("token", "url"))).singleElement().asString().contains("has settings in two places").contains("the environment (url)").contains("channels.shop");
        assertThat(current.wrong("other", List.of("token", "url"))).isEmpty();
        assertThat(both.files()).contains(path.resolve("data/channels").toAbsolutePath());
    }
}
