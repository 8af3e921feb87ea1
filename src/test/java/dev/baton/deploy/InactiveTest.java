package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.MovableClock;
import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that are kept without running, and changes that are made and taken in one. */
class InactiveTest {

    private static final String FILE = Folder.IN + Folder.OUT;

    @TempDir
    private Path path;
    private Folder folder;
    private final Map<String, String> settings = new HashMap<>(Folder.SETTINGS);
    private final BinaryOperator<String> values = (channel, setting) -> settings.get(setting);
    private final Remembered kept = new Remembered();
    private LiveChannels live = new LiveChannels();
    private Deployment deployment;

    @BeforeEach
    void start() {
        folder = new Folder(path);
        begin(false);
    }

    private void begin(boolean rehearse) {
        live = new LiveChannels();
        deployment = Deployments.of(folder, live, values, new Notes(), kept, MovableClock.standing(), new SimpleMeterRegistry(),
                new Rules(Duration.ofMillis(20), Duration.ofSeconds(5), rehearse, Duration.ofSeconds(20)));
        deployment.start();
    }

    @AfterEach
    void stop() {
        deployment.stop(Duration.ofMillis(100));
    }

    @Test
    void anInactiveChannelHasNoDoorsAndNoFacts() {
        Version before = live.find("depot").version();
        settings.put("active", "off");
        deployment.look();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.inactive);
        assertThat(live.find("depot").lastRefusal()).isNull();
        assertThat(live.enter("depot")).isNull();
        assertThat(live.all()).isEmpty();
        Awaitility.await().until(before::isStopped);
        settings.put("active", "yes");
        deployment.look();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.live);
    }

    /** Neither its last good version nor a first rehearsal wakes it. */
    @Test
    void itStaysSoAtTheNextStart() {
        settings.put("active", "false");
        deployment.look();
        deployment.stop(Duration.ofMillis(100));
        begin(true);
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.inactive);
        deployment.stop(Duration.ofMillis(100));
        kept.rows.clear();
        begin(true);
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.inactive);
    }

    @Test
    void whatIsIncompleteMayBeInactiveAndWhatIsNeitherYesNorNoIsRefused() {
        settings.remove("key");
        settings.put("active", "no");
        deployment.look();
        assertThat(live.find("depot").state()).isEqualTo(Channel.State.inactive);
        settings.put("key", "k-e-y");
        settings.put("active", "perhaps");
        deployment.look();
        assertThat(live.find("depot").reason()).contains("active is 'perhaps': write on or off");
    }

    @Test
    void aCandidateIsKnownToNobody() {
        try (Candidate candidate = deployment.candidate("north", FILE.replace("depot", "north").getBytes(StandardCharsets.UTF_8), values)) {
            assertThat(candidate.findings()).isEmpty();
            assertThat(candidate.version().facts().name()).isEqualTo("north");
            assertThat(live.find("north")).isNull();
        }
        settings.remove("key");
        try (Candidate candidate = deployment.candidate("north", FILE.replace("depot", "north").getBytes(StandardCharsets.UTF_8), values)) {
            assertThat(candidate.version()).isNull();
            assertThat(candidate.findings()).containsExactly("these settings are required and have no value: key: set them");
        }
        try (Candidate candidate = deployment.candidate("north", "- route: {}".getBytes(StandardCharsets.UTF_8), values)) {
            assertThat(candidate.findings()).isNotEmpty();
            assertThat(candidate.sheet()).isNull();
        }
    }

    /** Somebody is in the middle of writing another file while a channel is changed. */
    @Test
    void aChangeTakesItsOwnChannelOnly() {
        folder.write("night.camel.yaml", FILE.replace("depot", "night").substring(0, 150));
        deployment.look(folder.routes(), values, Set.of("night.camel.yaml"));
        assertThat(live.find("night")).isNull();
        byte[] next = (FILE + "# changed\n").getBytes(StandardCharsets.UTF_8);
        Channel depot = deployment.change("depot", () -> next);
        assertThat(depot.state()).isEqualTo(Channel.State.live);
        assertThat(depot.version().files().files().get("depot.camel.yaml")).isEqualTo(next);
        assertThat(live.find("night")).isNull();
    }

    @Test
    void aDeletedChannelIsRetiredAtOnceAndOneThatNeverLivedForgotten() {
        assertThat(deployment.change("depot", () -> null).state()).isEqualTo(Channel.State.retired);
        settings.put("active", "false");
        assertThat(deployment.change("north", () -> FILE.replace("depot", "north").getBytes(StandardCharsets.UTF_8)).state()).isEqualTo(Channel.State.inactive);
        assertThat(deployment.change("north", () -> null)).isNull();
        assertThat(live.list()).extracting(Channel::name).isEqualTo(List.of("depot"));
    }
}
