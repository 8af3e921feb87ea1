package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.MovableClock;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the ledger remembers of channels' files, and who has handled what. */
class VersionsTest {

    private static Map<String, byte[]> files(String... namesAndTexts) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static Map<String, String> texts(Map<String, byte[]> files) {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((name, body) -> texts.put(name, new String(body, StandardCharsets.UTF_8)));
        return texts;
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aVersionIsKeptWholeAndTheSameFileOnce(Engines engine) {
        var source = engine.fresh();
        var db = new JdbcTemplate(source);
        MovableClock clock = MovableClock.standing();
        Versions versions = new Versions(source, "node-1", clock);
        assertThat(versions.running("shop")).isEmpty();

        versions.live("shop", "aaa", files("shop.camel.yaml", "- one", "p/in.jslt", "grüße"), null);
        clock.forward(Duration.ofSeconds(1));
        versions.live("desk", "bbb", files("desk.camel.yaml", "- two", "p/in.jslt", "grüße"), null);
        versions.live("shop", "ccc", files("shop.camel.yaml", "- three", "p/in.jslt", "grüße"), null);

        assertThat(texts(versions.files("shop", "aaa"))).isEqualTo(Map.of("shop.camel.yaml", "- one", "p/in.jslt", "grüße"));
        assertThat(versions.files("shop", "bbb")).as("of another channel").isEmpty();
        assertThat(versions.names("shop", "ccc").keySet()).containsExactly("p/in.jslt", "shop.camel.yaml");
        assertThat(db.queryForObject("select count(*) from source", Long.class)).isEqualTo(4);
        assertThat(versions.list("shop")).containsExactly(new Versions.Line("shop", "ccc", clock.instant(), "node-1"),
                new Versions.Line("shop", "aaa", clock.instant().minusSeconds(1), "node-1"));
        assertThat(versions.all()).containsExactly(new Versions.Running("desk", "bbb", clock.instant(), null, false),
                new Versions.Running("shop", "ccc", clock.instant(), null, false));
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aRollBackHoldsTheFoldersVersionUntilTheNextEdit(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        Versions versions = new Versions(source, "node-1", clock);
        versions.live("shop", "aaa", files("shop.camel.yaml", "1"), null);
        clock.forward(Duration.ofSeconds(1));
        versions.live("shop", "bbb", files("shop.camel.yaml", "2"), null);
        clock.forward(Duration.ofSeconds(1));
        versions.live("shop", "aaa", files("shop.camel.yaml", "1"), "bbb");
        assertThat(versions.running("shop")).hasValue(new Versions.Running("shop", "aaa", clock.instant(), "bbb", false));
        assertThat(versions.list("shop")).extracting(Versions.Line::hash).containsExactly("aaa", "bbb");
        versions.live("shop", "ccc", files("shop.camel.yaml", "3"), null);
        assertThat(versions.running("shop").orElseThrow().held()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void retiredAndPausedAreTwoThings(Engines engine) {
        try (House house = new House(engine.fresh())) {
            Versions versions = new Versions(house.source, "node-1", house.clock);
            versions.live("desk", "v1", files("desk.camel.yaml", "1"), null);
            house.ledger.pause("desk", "moving house").join();
            versions.retired("desk");
            assertThat(versions.running("desk").orElseThrow()).extracting(Versions.Running::retired, Versions.Running::hash).containsExactly(true, "v1");
            versions.live("desk", "v1", files("desk.camel.yaml", "1"), null);
            assertThat(versions.running("desk").orElseThrow().retired()).isFalse();
            house.look();
            assertThat(house.ledger.standing("desk").why()).isEqualTo("moving house");
            versions.retired("never-seen");
            assertThat(versions.running("never-seen").orElseThrow()).extracting(Versions.Running::retired, Versions.Running::hash).containsExactly(true, null);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theLastHundredAreKeptBesideWhatRunsAndWhatIsHeld(Engines engine) {
        var source = engine.fresh();
        var db = new JdbcTemplate(source);
        MovableClock clock = MovableClock.standing();
        Versions versions = new Versions(source, "node-1", clock);
        versions.live("desk", "other", files("p/same.jslt", "same", "p/0.jslt", "text 0"), null);
        for (int i = 0; i <= Versions.KEPT + 3; i++) {
            versions.live("shop", "v" + i, files("p/same.jslt", "same", "p/" + i + ".jslt", "text " + i), null);
            clock.forward(Duration.ofMillis(1));
        }
        assertThat(versions.list("shop")).hasSize(Versions.KEPT + 1);
        assertThat(versions.files("shop", "v2")).isEmpty();
        assertThat(db.queryForObject("select count(*) from source", Long.class)).as("all but the two that nobody has any more").isEqualTo(Versions.KEPT + 3);
        assertThat(texts(versions.files("desk", "other"))).containsEntry("p/0.jslt", "text 0");
        versions.live("shop", "v3", files("p/same.jslt", "same", "p/3.jslt", "text 3"), "v4");
        versions.live("shop", "v3", files("p/same.jslt", "same", "p/3.jslt", "text 3"), "v4");
        assertThat(texts(versions.files("shop", "v3"))).containsEntry("p/3.jslt", "text 3");
        assertThat(versions.files("shop", "v4")).as("the folder's").isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void nodesThatSwapAtTheSameTimeLoseNothing(Engines engine) {
        var source = engine.fresh();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (String node : List.of("node-1", "node-2", "node-3")) {
            Versions versions = new Versions(source, node, MovableClock.standing());
            all.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 40; i++) {
                    versions.live(i % 2 == 0 ? "shop" : "desk", "v" + i, files("p/in.jslt", "text " + i / 2, "p/own.jslt", node), null);
                }
            }));
        }
        all.forEach(CompletableFuture::join);
        Versions versions = new Versions(source, "node-1", MovableClock.standing());
        assertThat(versions.list("shop")).hasSize(20);
        for (Versions.Line line : versions.list("shop")) {
            assertThat(versions.files("shop", line.hash()).values()).as(line.hash()).hasSize(2).doesNotContainNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoIsAliveIsKnownByWhatItWrites(Engines engine) {
        var source = engine.fresh();
        MovableClock clock = MovableClock.standing();
        Versions versions = new Versions(source, "node-1", clock);
        try (House one = new House(source, "node-1", clock)) {
            one.look();
            assertThat(versions.othersAlive()).as("nobody but itself").isFalse();
            try (House two = new House(source, "node-2", clock)) {
                two.look();
                assertThat(versions.othersAlive()).isTrue();
            }
            one.later(Duration.ofSeconds(31));
            assertThat(versions.othersAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void eventsAttemptsAndDeadLettersAreTheVersionsThatHandledThem(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.accept("shop", House.says("m1", "T1", "hello"));
            Claim claim = house.next("desk", EventType.MESSAGE).by("v1");
            house.runs("desk", "v2");
            house.ledger.learn(claim, new Outcome(Outcome.Word.done, null, null, null, List.of(House.answers("a1", "C1", null, "learnt on the way")), null)).join();
            house.done(house.next("shop", EventType.AGENT_JOINED));
            house.done(house.next("shop", EventType.MESSAGE));
            house.complete(claim, Outcome.of(Outcome.Word.again, "503"));
            house.later(Duration.ofMinutes(2));
            house.complete(house.next("desk", EventType.MESSAGE).by("v2"), Outcome.of(Outcome.Word.refused, "400"));

            ViewConversation seen = new View(house.source).conversation(claim.delivery().context().conversation(), null).orElseThrow();
            assertThat(seen.events()).filteredOn(event -> event.type().equals("message")).extracting(ViewConversation.Event::version).containsExactly("v1", "v1");
            ViewConversation.Delivery told = seen.events().stream().filter(event -> event.type().equals("message")).findFirst().orElseThrow().deliveries().get(0);
            assertThat(told.version()).as("who had it last").isEqualTo("v2");
            assertThat(told.attempts()).extracting(ViewConversation.Attempt::outcome, ViewConversation.Attempt::version).containsExactly(
                    org.assertj.core.groups.Tuple.tuple("again", "v1"), org.assertj.core.groups.Tuple.tuple("refused", "v2"));
            assertThat(new View(house.source).deadLetters(new ViewDeadLetter.Filter("desk", null, null), null, 10).items())
                    .extracting(ViewDeadLetter.Letter::version).containsExactly("v2");
        }
    }
}
