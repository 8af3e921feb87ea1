package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The commands as somebody calls them who has channels that the API has made. */
class CommandsTest {

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("baton.data");
    }

    private String lint(String... settings) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("src/test/resources/lifecycle"), folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/shop.camel.yaml"), Files.readString(folder.resolve("routes/kiosk/template.camel.yaml")).replace("CHANNEL", "shop"));
        Files.createDirectories(folder.resolve("data/channels"));
        Files.writeString(folder.resolve("data/channels/shop.yaml"), String.join("\n", settings) + "\n");
        System.setProperty("baton.data", folder.resolve("data").toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Commands.run(List.of("lint", folder.resolve("routes").toString()), new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void lintReadsTheSettingsOfChannelsThatTheApiHasMade() throws IOException {
        assertThat(lint("active: true", "url: \"https://kiosk.example/api\"", "greting: Hello")).contains("channels/shop.yaml:3: channels.shop.greting is no setting of this channel").contains("greeting");
        assertThat(lint("greeting: [")).contains("channels/shop.yaml:").contains("is no YAML");
    }

    /** As where the routes are checked before they go to the machine that has the key. */
    @Test
    void lintNeedsNoKey() throws IOException {
        assertThat(lint("url: \"https://kiosk.example/api\"", "token: \"{encrypted:01234567}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")).isEqualToIgnoringNewLines("2 channels checked");
    }
}
