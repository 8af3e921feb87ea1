package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.source.SettingsSource;
import dev.baton.deploy.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved is noticed, and read when it is whole. */
class LoaderTest {

    @TempDir
    private Path path;
    private Folder folder;
    private final Map<String, String> settings = new HashMap<>(Folder.SETTINGS);
    private final LiveChannels live = new LiveChannels();
    private Deployment deployment;
    private Loader loader;

    @BeforeEach
    void start() {
        folder = new Folder(path.resolve("routes"));
        SettingsSource source = new SettingsSource() {
            private volatile Map<String, String> last = settings;

            @Override
            public BinaryOperator<String> current() {
                Map<String, String> these = last;
                return (channel, setting) -> these.get(setting);
            }

            @Override
            public BinaryOperator<String> read() {
                Map<String, String> now = new HashMap<>(settings);
                try {
                    Files.readAllLines(path.resolve("settings")).forEach(line -> now.put(line.split("=")[0], line.split("=")[1]));
                } catch (IOException e) {
                    assertThat(path.resolve("settings")).doesNotExist();
                } catch (ArrayIndexOutOfBoundsException e) {
                    throw new dev.baton.camel.Refused("settings", 1, "is no setting", "write name=value");
                }
                last = now;
                return current();
            }

            @Override
            public List<Path> files() {
                return List.of(path.resolve("settings"));
            }
        };
        deployment = Deployments.of(folder, live, source.current(), new Notes());
        deployment.start();
        loader = new Loader(folder.path(), source, deployment, new Rules(Duration.ofMillis(60), Duration.ofSeconds(5), false, Duration.ofSeconds(5)));
        loader.start();
    }

    @AfterEach
    void stop() {
        loader.stop();
        deployment.stop(Duration.ofMillis(100));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(10));
    }

    private String hash() {
        return live.find("depot").version().hash();
    }

    @Test
    void aSaveGoesLive() {
        String before = hash();
        folder.write("parcel/in.jslt", "[]");
        soon().until(() -> !hash().equals(before));
        assertThat(live.find("depot").reason()).isNull();
    }

    @Test
    void aNewFolderIsWatchedToo() {
        folder.platform("new").delete("new/in.jslt").write("new/deeper/in.jslt", "null")
                .write("north.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "north").replace("parcel", "new").replace("new/in.jslt", "new/deeper/in.jslt"));
        soon().until(() -> live.find("north") != null && live.find("north").version() != null);
        String before = live.find("north").version().hash();
        folder.write("new/deeper/in.jslt", "[]");
        soon().until(() -> !live.find("north").version().hash().equals(before));
        String then = live.find("north").version().hash();
        folder.write("new/deeper/in.jslt", "[ ]");
        soon().until(() -> !live.find("north").version().hash().equals(then));
    }

    @Test
    void aHalfWrittenFileIsNotRead() throws IOException {
        String before = hash();
        String whole = "def none() [] none()";
        // Far longer than the quiet time, and longer than the loader's patience with one file.
        long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
        for (int i = 1; System.nanoTime() < end; i++) {
            Files.writeString(folder.path().resolve("parcel/in.jslt"), whole.substring(0, 1 + i % (whole.length() - 1)));
        }
        Files.writeString(folder.path().resolve("parcel/in.jslt"), whole);
        soon().until(() -> !hash().equals(before));
        assertThat(live.find("depot").lastRefusal()).isNull();
    }

    @Test
    void settingsAreTakenAndBrokenOnesChangeNothing() throws IOException {
        Version before = live.find("depot").version();
        Files.writeString(path.resolve("settings"), "url=http://other.example/api");
        soon().until(() -> live.find("depot").version() != before);
        Version other = live.find("depot").version();
        assertThat(other.hash()).isEqualTo(before.hash());
        assertThat(other.setting("url")).isEqualTo("http://other.example/api");
        Files.writeString(path.resolve("settings"), "nonsense");
        soon().until(() -> live.trouble() != null);
        assertThat(live.trouble().findings()).containsExactly("settings:1: is no setting: write name=value");
        assertThat(live.find("depot").version()).isSameAs(other);
        Files.writeString(path.resolve("settings"), "url=http://third.example/api");
        soon().until(() -> live.find("depot").version() != other);
        assertThat(live.trouble()).isNull();
    }

    @Test
    void aFolderThatVanishesChangesNothing() throws IOException {
        Version before = live.find("depot").version();
        Files.move(folder.path(), path.resolve("elsewhere"));
        soon().until(() -> live.trouble() != null);
        assertThat(live.trouble().findings().get(0)).contains("can't be read").contains("what runs goes on");
        Files.createDirectory(folder.path());
        soon().until(() -> live.trouble() != null && live.trouble().findings().get(0).contains("is empty"));
        assertThat(live.find("depot").version()).isSameAs(before);
        Files.delete(folder.path());
        Files.move(path.resolve("elsewhere"), folder.path());
        soon().until(() -> live.trouble() == null);
        assertThat(live.find("depot").version()).isSameAs(before);
        folder.write("parcel/in.jslt", "[]");
        soon().until(() -> live.find("depot").version() != before);
    }
}
