package dev.baton.deploy;

import dev.baton.MovableClock;
import dev.baton.camel.Notes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.version.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A deployment of a folder that is made for each test, with one channel, {@code depot}. */
abstract class Deployed {

    static final BinaryOperator<String> SET = (channel, setting) -> channel.equals("unset") ? null : Folder.SETTINGS.get(setting);

    @TempDir
    Path path;
    Folder folder;
    final LiveChannels live = new LiveChannels();
    final Remembered kept = new Remembered();
    final MovableClock clock = MovableClock.standing();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Deployment deployment;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(path);
        deployment = begin(live, SET);
    }

    Deployment begin(LiveChannels channels, BinaryOperator<String> settings) {
        return Deployments.of(folder, channels, settings, new Notes(), kept, clock, meters, Deployments.RULES);
    }

    /** A second channel of the same platform. */
    void night() {
        folder.write("night.camel.yaml", (Folder.IN + Folder.OUT).replace("depot", "night"));
    }

    Version running(String channel) {
        return live.find(channel).version();
    }

    double count(String meter, String channel) {
        return meters.get(meter).tag("channel", channel).counter().count();
    }

    @AfterEach
    void stop() {
        deployment.stop(Duration.ofMillis(100));
    }
}
