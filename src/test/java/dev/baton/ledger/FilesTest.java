package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.MovableClock;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that events name: handed out once they are committed, again where that came to nothing, and never forgotten by a restart. */
class FilesTest {

    private final BlockingQueue<UUID> handed = new LinkedBlockingQueue<>();

    private static Event sends(String id, String... urls) {
        List<Content.Card> cards = java.util.Arrays.stream(urls).map(url -> new Content.Card("t", null, new Content.Media(url, "image/png", "a.png", 7L, null), null)).toList();
        Content content = urls.length == 1 ? new Content.Reply(new Content.Media(urls[0], "image/png", "a.png", 7L, null), "m0", null) : new Content.Carousel(cards);
        return new Event(id, null, "T1", null, null, false, false, new What.Message(new Author(Role.customer, null, null), content, false));
    }

    private House house(Engines engine) {
        House house = House.withCase(engine);
        house.ledger.files(handed::add);
        return house;
    }

    private UUID next() throws InterruptedException {
        UUID id = handed.poll(30, TimeUnit.SECONDS);
        assertThat(id).as("no file was handed out").isNotNull();
        return id;
    }

    private static UUID conversation(House house) {
        return UUID.fromString(house.rows("select id from conversation").get(0));
    }

    private static void tell(House house, StoredFile file) {
        house.ledger.fetched(file).orTimeout(20, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aFileIsHandedOutOnceItIsCommittedAndOnceForEachAddress(Engines engine) throws Exception {
        try (House house = house(engine)) {
            house.accept("shop", sends("m1", "http://files/a", "http://files/b", "http://files/a"));
            Set<UUID> ids = Set.of(next(), next());
            assertThat(ids).containsExactlyInAnyOrder(StoredFile.id(conversation(house), "http://files/a"), StoredFile.id(conversation(house), "http://files/b"));
            StoredFiles files = new StoredFiles(house.source);
            assertThat(files.find(StoredFile.id(conversation(house), "http://files/a"))).get().satisfies(file -> {
                assertThat(file.state()).isEqualTo(StoredFile.State.waiting);
                assertThat(file.channel()).isEqualTo("shop");
                assertThat(file.url()).isEqualTo("http://files/a");
                assertThat(file.name()).isEqualTo("a.png");
                assertThat(file.tries()).isZero();
            });
            assertThat(files.known(List.of(UUID.randomUUID(), ids.iterator().next()))).containsExactly(ids.iterator().next());
            house.look();
            assertThat(handed).as("somebody is at it").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatFailedInPassingIsHandedOutAgainWhenItIsTimeAndWhatIsSettledIsNot(Engines engine) throws Exception {
        try (House house = house(engine)) {
            house.accept("shop", sends("m1", "http://files/a"));
            StoredFiles files = new StoredFiles(house.source);
            UUID id = next();
            tell(house, files.find(id).orElseThrow().again("its server does not answer", house.clock.millis() + 8_000));
            house.later(Duration.ofSeconds(7));
            assertThat(handed).isEmpty();
            house.later(Duration.ofSeconds(2));
            assertThat(next()).isEqualTo(id);
            StoredFile file = files.find(id).orElseThrow();
            assertThat(file.tries()).isEqualTo(1);
            assertThat(file.why()).isEqualTo("its server does not answer");
            tell(house, file.kept("true.png", "image/png", 4711));
            tell(house, file.lost("somebody who was slower"));
            assertThat(files.find(id).orElseThrow()).satisfies(kept -> {
                assertThat(kept.state()).as("what was said first counts").isEqualTo(StoredFile.State.kept);
                assertThat(kept.name()).isEqualTo("true.png");
                assertThat(kept.size()).isEqualTo(4711);
                assertThat(kept.dueAt()).isNull();
            });
            house.later(Duration.ofDays(1));
            assertThat(handed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aRestartGoesOnWithWhatWasUnderWay(Engines engine) throws Exception {
        DataSource source;
        MovableClock clock;
        UUID id;
        try (House house = house(engine)) {
            source = house.source;
            clock = house.clock;
            house.accept("shop", sends("m1", "http://files/a"));
            id = next();
        }
        try (House again = new House(source, "node-1", clock)) {
            again.ledger.files(handed::add);
            again.look();
            assertThat(next()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoeverHadItAndSaysNothingLosesItToAnotherNode(Engines engine) throws Exception {
        try (House house = house(engine)) {
            house.accept("shop", sends("m1", "http://files/a"));
            UUID id = next();
            house.later(Duration.ofSeconds(80));
            assertThat(handed).isEmpty();
            house.later(Duration.ofSeconds(20));
            assertThat(next()).isEqualTo(id);
            assertThat(handed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aTextCostsNothingAndAChannelMayKeepItsFilesToItself(Engines engine) {
        try (House house = House.withCase(engine)) {
            house.ledger.files(handed::add);
            house.fetches = false;
            house.accept("shop", sends("m1", "http://files/a"));
            house.fetches = true;
            house.accept("shop", House.says("m2", "T1", "http://files/b"));
            assertThat(house.count("select count(*) from file")).isZero();
            assertThat(handed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void ofWhatIsSensitiveNobodySeesWhatAndWhereItIs(Engines engine) throws Exception {
        try (House house = house(engine)) {
            Event open = sends("m1", "http://files/secret?sig=1");
            house.accept("shop", new Event("m1", null, "T1", null, null, false, false, true, open.what()));
            StoredFiles files = new StoredFiles(house.source);
            StoredFile file = files.find(next()).orElseThrow();
            assertThat(file.url()).as("it can be fetched").isEqualTo("http://files/secret?sig=1");
            View view = new View(house.source);
            assertThat(view.conversation(conversation(house), null).orElseThrow().files().toString()).contains("waiting").doesNotContain("secret").doesNotContain("a.png");
            tell(house, file.again("busy", house.clock.millis()));
            assertThat(files.find(file.id()).orElseThrow().url()).as("and again").contains("secret");
            tell(house, file.kept("a.png", "image/png", 3));
            assertThat(house.rows("select url from file")).containsExactly("");
            assertThat(files.find(file.id()).orElseThrow().name()).as("whoever has its link gets its name").isEqualTo("a.png");
            assertThat(view.conversation(conversation(house), null).orElseThrow().files().toString()).contains("kept").doesNotContain("a.png");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aDeliveryThatWaitsForItsFileTellsNothingAboutADeskThatIsDown(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", sends("m1", "http://files/a"));
            house.complete(house.next("desk", EventType.MESSAGE), Outcome.Word.busy);
            assertThat(house.ledger.standing("desk").downUntil()).isPositive();
            house.later(Duration.ofSeconds(5));
            house.complete(house.next("desk", EventType.MESSAGE), Outcome.Word.again);
            assertThat(house.ledger.standing("desk").downUntil()).isPositive();
            house.later(Duration.ofSeconds(5));
            house.done(house.next("desk", EventType.MESSAGE));
            assertThat(house.ledger.standing("desk").downUntil()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void peopleSeeTheFilesAndWhatADeliveryLost(Engines engine) throws Exception {
        try (House house = house(engine)) {
            house.accept("shop", sends("m1", "http://files/a"));
            StoredFiles files = new StoredFiles(house.source);
            tell(house, files.find(next()).orElseThrow().lost("it is not there any more (404)"));
            Claim claim = house.next("desk", EventType.MESSAGE);
            house.complete(claim, new Outcome(Outcome.Word.done, null, null, null, null, null, "the file 'a.png' went as a link"));
            ViewConversation seen = new View(house.source).conversation(conversation(house), null).orElseThrow();
            assertThat(seen.files()).singleElement().satisfies(file -> {
                assertThat(file.state()).isEqualTo("lost");
                assertThat(file.why()).isEqualTo("it is not there any more (404)");
                assertThat(file.url()).isEqualTo("http://files/a");
            });
            assertThat(seen.events()).flatExtracting(ViewConversation.Event::deliveries).filteredOn(delivery -> delivery.degraded() != null).singleElement()
                    .satisfies(delivery -> {
                        assertThat(delivery.degraded()).isEqualTo("the file 'a.png' went as a link");
                        assertThat(delivery.status()).isEqualTo("done");
                    });
        }
    }
}
