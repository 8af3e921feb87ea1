package dev.baton.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.camel.Book;
import dev.baton.camel.HttpTimes;
import dev.baton.deploy.Channel;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.Kept;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.Loader;
import dev.baton.deploy.Rules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one folder: what is asked of the one the other takes as any edit, and the platform knows one webhook whoever has registered it. */
class SharedFolderTest extends KioskHouse {

    private static final Rules RULES = new Rules(Duration.ofMillis(50), Duration.ofSeconds(5), false, Duration.ofSeconds(20));

    private final LiveChannels live = new LiveChannels();
    private Deployment deployment;
    private ManagedSettings settings;
    private Loader loader;
    private LifeCycle other;

    @BeforeEach
    void another() {
        settings = settings(KEY);
        deployment = new Deployment(folder.resolve("routes"), settings, baton.getBean(Book.class), HttpTimes.DEFAULT, Clock.systemUTC(), live, Kept.NOTHING, new SimpleMeterRegistry(), RULES);
        deployment.start();
        loader = new Loader(folder.resolve("routes"), settings, deployment, RULES);
        other = life(deployment, live, settings, Duration.ofSeconds(5), Duration.ZERO);
    }

    @AfterEach
    void gone() {
        loader.stop();
        deployment.stop(Duration.ofSeconds(1));
    }

    private Channel.State there() {
        return live.find(name) == null ? null : live.find(name).state();
    }

    @Test
    void whatOneNodeIsAskedForTheOtherTakesAsAnyEdit() {
        loader.start();
        assertThat(create(true).state()).isEqualTo("live");
        soon(() -> assertThat(there()).isEqualTo(Channel.State.live));
        assertThat(other.show(name).conditions()).as("as the other has examined them").allMatch(Condition::holds);
        assertThat(live.enter(name).register("register", live.doors(name).hook()).outcome().word()).as("as its poll would").hasToString("done");
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        live.doors(name).leave();

        assertThat(other.deactivate("somebody", name).notes()).isEmpty();
        assertThat(kiosks.accounts.get(token)).isEmpty();
        soon(() -> assertThat(show().state()).isEqualTo("inactive"));

        assertThat(other.activate("somebody", name).active()).isTrue();
        soon(() -> assertThat(show().state()).isEqualTo("live"));
        assertThat(kiosks.accounts.get(token)).hasSize(1);
        other.delete("somebody", name);
        soon(() -> assertThat(show().state()).isEqualTo("retired"));
        assertThat(kiosks.accounts.get(token)).isEmpty();
    }

    /** The other has not even looked at the folder yet. */
    @Test
    void aTokenIsUniqueOnAllNodesAtOnce() {
        assertThat(create(true).state()).isEqualTo("live");
        Shown second = other.create("somebody", name + "-second", "kiosk", Map.of("url", kiosks.url() + "/kiosk", "token", token), true);
        assertThat(second.active()).isFalse();
        assertThat(second.conditions().get(2).why()).contains("the active channel " + name + " has the same token");
        other.delete("somebody", name + "-second");
    }

    @Test
    void changesOnTwoNodesAtTheSameTimeAreBothThere() throws Exception {
        create(true, "greeting", "old");
        deployment.look();
        CompletableFuture<Shown> second = new CompletableFuture<>();
        kiosks.meanwhile = () -> {
            kiosks.meanwhile = () -> { };
            CompletableFuture.runAsync(() -> second.complete(other.change("somebody", name, Map.of("url", kiosks.url() + "/kiosk/two"), null, null)));
        };
        assertThat(change(null, "greeting", "first").status()).isEqualTo(200);
        assertThat(second.get(30, TimeUnit.SECONDS).settings()).containsEntry("greeting", "first").containsEntry("url", kiosks.url() + "/kiosk/two");
        assertThat(kiosks.accounts.get(token)).hasSize(1);
    }
}
