package dev.baton.deploy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.camel.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings of channels are read again as a start would find them. */
class SettingsFilesTest {

    @TempDir
    private Path folder;
    private SettingsFiles settings;

    @BeforeEach
    void aStart() throws IOException {
        write("application.yaml", "spring.config.import: secrets.properties\nbaton.node: one\nchannels.depot: {url: 'http://one', agent: file, poll: '${HOME_OF_IT:none}'}\n");
        write("application-test.yaml", "channels.depot.language: pt\n");
        write("secrets.properties", "channels.depot.key = first\n");
        StandardEnvironment running = new StandardEnvironment();
        running.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--channels.depot.agent=command line", "--spring.config.location=" + folder + "/",
                "--spring.profiles.active=test"));
        running.getPropertySources().addLast(new MapPropertySource("environment of the test", Map.of("HOME_OF_IT", "told")));
        ConfigDataEnvironmentPostProcessor.applyTo(running);
        settings = new SettingsFiles(running);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private List<String> values() {
        return List.of("url", "agent", "key", "language", "poll").stream().map(setting -> settings.current().apply("depot", setting)).toList();
    }

    @Test
    void filesAreReadAgainAndWhatStandsElsewhereHolds() throws IOException {
        assertThat(values()).containsExactly("http://one", "command line", "first", "pt", "told");
        write("application.yaml", "spring.config.import: secrets.properties\nbaton.node: two\nchannels.depot: {url: 'http://two', agent: other, poll: '${HOME_OF_IT:none}'}\n");
        write("secrets.properties", "channels.depot.key = second\n");
        settings.read();
        assertThat(values()).containsExactly("http://two", "command line", "second", "pt", "told");
    }

    @Test
    void allFilesThatSettingsComeFromAreWatched() throws IOException {
        write("application-new.yaml", "channels: {}");
        Path real = folder.toAbsolutePath().normalize();
        assertThat(settings.files()).contains(real.resolve("application.yaml"), real.resolve("application-test.yaml"), real.resolve("secrets.properties"),
                real.resolve("application-new.yaml"));
    }

    @Test
    void whatCanNotBeReadChangesNothingAndShowsNoSecret() throws IOException {
        write("application-test.yaml", "channels:\n  depot:\n    key: \"s3cret\n    url: [\n");
        assertThatThrownBy(() -> settings.read()).isInstanceOf(Refused.class).hasMessageStartingWith("application-test.yaml:").hasMessageContaining("is no YAML")
                .message().doesNotContain("s3cret");
        assertThat(values()).containsExactly("http://one", "command line", "first", "pt", "told");
        Files.delete(folder.resolve("application-test.yaml"));
        Files.delete(folder.resolve("secrets.properties"));
        assertThatThrownBy(() -> settings.read()).isInstanceOf(Refused.class).hasMessageContaining("secrets.properties");
        assertThat(values()).contains("first");
    }
}
