package dev.baton.ledger;

import static dev.baton.ledger.House.answers;
import static dev.baton.ledger.House.closes;
import static dev.baton.ledger.House.says;
import static dev.baton.ledger.House.text;
import static dev.baton.ledger.House.thread;
import static dev.baton.ledger.House.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.conversation.Deadlines;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Fallback;
import dev.baton.conversation.Hours;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What customers and agents are told by Baton itself, and that every wait has an end, on both engines and with a clock that is put forward. */
class NoticesTest {

    private static House house(Engines engine) {
        House house = new House(engine.fresh());
        house.told.addAll(List.of("shop", "desk", "second"));
        house.channel("second", null, true, Channels.OnUnknown.verify);
        return house;
    }

    private static void desk(House house, String name, Hours hours, Fallback whenClosed, Fallback whenNobody) {
        house.desks.put(name, new Desk(Deadlines.DEFAULT, hours, whenClosed, whenNobody));
    }

    /** Does all the work there is, as {@code outcome} says for each; returns it in words. */
    private static List<String> work(House house, Function<Claim, Outcome> outcome) {
        List<String> told = new ArrayList<>();
        for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
            told.add(words(claim));
            house.complete(claim, outcome.apply(claim));
        }
        return told;
    }

    private static String words(Claim claim) {
        What what = claim.delivery().event().what();
        return claim.channel() + " " + (what instanceof What.Message ? text(claim) : what.type().text());
    }

    private static Outcome well(Claim claim) {
        boolean handover = claim.delivery().event().type() == EventType.HANDOVER_REQUESTED;
        return new Outcome(Word.done, null, null, handover ? List.of(thread("C-" + claim.channel())) : null, null, null);
    }

    private static List<String> work(House house) {
        return work(house, NoticesTest::well);
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void eachNoticeIsAMessageInItsLanesOrder(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", ticket("T1", "ann", "help"));
            assertThat(house.work).as("nothing is said before it is true").hasSize(1);
            assertThat(work(house)).containsExactly("desk handover.requested", "shop handover.accepted", "shop accepted");
            assertThat(house.rows("select body from event where type = 'message'")).isNotEmpty();
            Event kept = dev.baton.event.Json.event(dev.baton.event.Json.tree(body(house)));
            assertThat(kept.what()).isEqualTo(new What.Message(new dev.baton.event.Author(Role.system, null, null), new Content.Text("accepted", null), false,
                    NoticeKind.ACCEPTED));
            house.accept("desk", answers("a1", "C-desk", null, "hello"));
            assertThat(work(house)).containsExactly("shop agent.joined", "shop hello");
            house.accept("desk", new Event("l1", null, "C-desk", null, null, false, false, new What.AgentLeft(new dev.baton.event.Author(Role.agent, "7", "Ann"))));
            assertThat(work(house)).containsExactly("shop agent.left", "shop agent-left");
            house.accept("desk", closes("C-desk", Role.agent));
            assertThat(work(house)).containsExactly("shop closed", "shop conversation.closed");
            assertThat(house.rows("select state from conversation")).containsExactly("closed");
        }
    }

    private static byte[] body(House house) {
        try (var connection = house.source.getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select body from event where type = 'message'")) {
            rows.next();
            return rows.getBytes(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whoSaidWhatDidNotArriveIsTold(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", ticket("T1", "ann", "help"));
            work(house);
            house.accept("shop", says("m1", "T1", "is anybody there?"));
            List<String> told = work(house, claim -> claim.channel().equals("desk") ? Outcome.of(Word.refused, "too long") : well(claim));
            assertThat(told).containsExactly("desk is anybody there?", "shop undelivered: is anybody there?");
            house.accept("desk", answers("a1", "C-desk", null, "yes"));
            told = work(house, claim -> words(claim).equals("shop yes") ? Outcome.of(Word.refused, "blocked") : well(claim));
            assertThat(told).containsExactly("shop agent.joined", "shop yes", "desk desk.undelivered: yes");
            house.accept("desk", answers("a2", "C-desk", null, "and now?"));
            Claim second = house.next("shop", EventType.MESSAGE);
            house.done(second, new Reference(Reference.Kind.message, "p2"));
            house.accept("shop", new Event(null, null, "T1", null, null, false, true, new What.Receipt("p2", What.Reached.failed, "no such number")));
            assertThat(work(house)).contains("desk desk.undelivered: and now?");
            assertThat(house.rows("select cause from dead_letter")).as("a notice is about people's messages only").hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aNoticeThatIsRefusedIsNotToldOfItself(Engines engine) {
        try (House house = house(engine)) {
            house.accept("shop", ticket("T1", "ann", "help"));
            assertThat(work(house, claim -> words(claim).equals("shop accepted") ? Outcome.of(Word.refused, "no") : well(claim)))
                    .containsExactly("desk handover.requested", "shop handover.accepted", "shop accepted");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsSwitchedOffIsNotEvenKept(Engines engine) {
        try (House house = house(engine)) {
            house.told.clear();
            house.accept("shop", ticket("T1", "ann", "help"));
            assertThat(work(house)).containsExactly("desk handover.requested", "shop handover.accepted");
            assertThat(house.count("select count(*) from event where type = 'message'")).isZero();
        }
    }

    /** However far a conversation has come: when all deadlines have passed it has ended, everybody was told, and nothing is left to be sent. */
    @ParameterizedTest
    @EnumSource(Engines.class)
    void everyWaitHasAnEnd(Engines engine) {
        List<Fallback> fallbacks = List.of(Fallback.BOT, Fallback.MESSAGE, Fallback.to("second"));
        for (boolean answering : new boolean[] {true, false}) {
            for (Fallback fallback : fallbacks) {
                for (int far = 0; far < 5; far++) {
                    try (House house = house(engine)) {
                        desk(house, "desk", far == 4 ? Hours.of("mon 09:00-10:00", "UTC", null) : null, Fallback.MESSAGE, fallback);
                        if (fallback.how() == Fallback.How.desk) {
                            desk(house, "second", null, Fallback.MESSAGE, Fallback.MESSAGE);
                        }
                        go(house, far);
                        String about = "as far as " + far + ", " + fallback + ", " + (answering ? "platforms answer" : "platforms are down");
                        List<String> told = new ArrayList<>();
                        for (int day = 0; day < 60; day++) {
                            house.later(Duration.ofHours(16));
                            told.addAll(work(house, claim -> answering ? well(claim) : Outcome.of(Word.busy, "down")));
                        }
                        assertThat(house.rows("select state from conversation")).as(about).containsExactly("closed");
                        assertThat(house.count("select count(*) from conversation where deadline_at is not null")).as(about).isZero();
                        if (answering) {
                            assertThat(told).as(about).anyMatch(words -> List.of("shop handover.failed", "shop conversation.closed").contains(words));
                            assertThat(house.count("select count(*) from delivery where state in ('waiting', 'unknown')")).as(about).isZero();
                        }
                    }
                }
            }
        }
    }

    private static void go(House house, int far) {
        house.accept("shop", ticket("T1", "ann", "help"));
        if (far >= 1) {
            work(house);
        }
        if (far == 2 || far == 3) {
            house.accept("desk", answers("a1", "C-desk", null, "hello"));
            work(house);
        }
        if (far == 3) {
            house.accept("shop", new Event("tr", null, "T1", null, null, false, false, new What.TransferRequested("T2", null)));
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aDeskThatComesBackAfterNobodyCameGetsNoCase(Engines engine) {
        for (Fallback fallback : List.of(Fallback.BOT, Fallback.to("second"))) {
            try (House house = house(engine)) {
                desk(house, "desk", null, Fallback.MESSAGE, fallback);
                house.accept("shop", ticket("T1", "ann", "help"), says("m1", "T1", "hello?"));
                List<String> told = new ArrayList<>();
                for (int minute = 0; minute < 20; minute++) {
                    told.addAll(work(house, claim -> claim.channel().equals("desk") ? Outcome.of(Word.busy, "down") : well(claim)));
                    house.later(Duration.ofMinutes(1));
                }
                assertThat(told).contains(fallback == Fallback.BOT ? "shop nobody" : "shop nobody.elsewhere");
                told.clear();
                for (int minute = 0; minute < 60; minute++) {
                    house.later(Duration.ofMinutes(1));
                    told.addAll(work(house));
                }
                assertThat(told).as("the desk is back and hears nothing of it").noneMatch(words -> words.startsWith("desk "));
                assertThat(house.rows("select distinct state from delivery d join lane l on l.id = d.lane where l.channel = 'desk'")).containsExactly("cancelled");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatTheFirstDeskMayHaveGotIsClosedThere(Engines engine) {
        try (House house = house(engine)) {
            desk(house, "desk", null, Fallback.MESSAGE, Fallback.to("second"));
            house.accept("shop", ticket("T1", "ann", "help"));
            Claim cut = house.next("desk", EventType.HANDOVER_REQUESTED);
            List<String> told = new ArrayList<>();
            for (int minute = 0; minute < 20; minute++) {
                house.later(Duration.ofMinutes(1));
                if (minute == 10) {
                    house.done(cut, thread("C1"));
                }
                told.addAll(work(house, claim -> claim.channel().equals("desk") && claim.delivery().event().type() == EventType.HANDOVER_REQUESTED
                        ? Outcome.of(Word.unknown, "no answer") : well(claim)));
            }
            assertThat(told).containsSubsequence("desk desk.nobody.elsewhere", "desk conversation.closed").contains("second handover.requested", "shop accepted");
            assertThat(told.subList(told.indexOf("second handover.requested"), told.size())).doesNotContain("desk handover.requested");
            assertThat(house.rows("select state from conversation")).as("it goes on at the second").containsExactly("queued");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsSensitiveIsQuotedNowhere(Engines engine) {
        try (House house = house(engine)) {
            desk(house, "desk", null, Fallback.MESSAGE, Fallback.to("second"));
            house.accept("shop", ticket("T1", "ann", "help"));
            work(house);
            Event plain = says("m1", "T1", "4711");
            house.accept("shop", new Event("m1", null, "T1", null, null, false, false, true, plain.what()));
            assertThat(work(house, claim -> claim.channel().equals("desk") ? Outcome.of(Word.refused, "no") : well(claim))).containsExactly("desk 4711", "shop undelivered");
            house.accept("desk", new Event("f1", null, "C-desk", null, null, false, false, new What.HandoverFailed("nobody here")));
            List<Claim> claims = new ArrayList<>();
            work(house, claim -> {
                claims.add(claim);
                return well(claim);
            });
            What asked = claims.stream().filter(claim -> claim.channel().equals("second")).findFirst().orElseThrow().delivery().event().what();
            assertThat(((What.HandoverRequested) asked).transcript()).extracting(What.Line::content).containsExactly(new Content.Text("help", null), Content.VEILED);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theNextDeskHasTheCustomersWordsAndWhatWasSaidSince(Engines engine) {
        try (House house = house(engine)) {
            desk(house, "desk", null, Fallback.MESSAGE, Fallback.to("second"));
            house.accept("shop", ticket("T1", "ann", "help"));
            work(house);
            house.accept("shop", says("m1", "T1", "hello?"));
            work(house);
            house.accept("shop", says("m2", "T1", "anybody?"));
            Claim cut = house.next("desk", EventType.MESSAGE);
            house.complete(cut, Outcome.of(Word.again, "try later"));
            house.later(Duration.ofMinutes(6));
            work(house, claim -> claim.channel().equals("desk") ? Outcome.of(Word.again, "try later") : well(claim));
            house.later(Duration.ofDays(1));
            List<Claim> claims = new ArrayList<>();
            work(house, claim -> {
                claims.add(claim);
                return well(claim);
            });
            Claim asked = claims.stream().filter(claim -> claim.channel().equals("second")).findFirst().orElseThrow();
            What.HandoverRequested request = (What.HandoverRequested) asked.delivery().event().what();
            assertThat(request.content()).isEqualTo(new Content.Text("help", null));
            assertThat(request.customer().id()).isEqualTo("ann");
            assertThat(request.transcript()).extracting(line -> ((Content.Text) line.content()).text()).containsExactly("help", "hello?", "anybody?");
            assertThat(asked.delivery().context().handover()).isEqualTo(2);
            assertThat(claims.stream().map(NoticesTest::words)).contains("desk desk.nobody.elsewhere", "desk conversation.closed", "shop nobody.elsewhere")
                    .doesNotContain("desk anybody?");
            house.accept("desk", answers("late", "C-desk", null, "I am back"));
            assertThat(work(house)).as("the first desk's agent learns that nobody hears").containsExactly("desk desk.undelivered.ended: I am back");
            house.accept("second", answers("a1", null, "shop:ann", "here I am"));
            assertThat(work(house)).containsExactly("shop agent.joined", "shop here I am");
            house.accept("shop", says("m3", "T1", "thanks"));
            assertThat(work(house)).containsExactly("second thanks");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsLeftOutsideHoursWaitsUntilTheDeskOpens(Engines engine) {
        try (House house = house(engine)) {
            // The clock stands at a Thursday, 13:20.
            desk(house, "desk", Hours.of("mon 09:00-10:00", "UTC", null), Fallback.MESSAGE, Fallback.BOT);
            house.accept("shop", ticket("T1", "ann", "help"));
            assertThat(work(house)).containsExactly("desk handover.requested", "shop handover.accepted", "shop outside-hours.kept");
            house.later(Duration.ofDays(4));
            assertThat(work(house)).as("Monday, 13:20: a day from its opening is not over").isEmpty();
            house.later(Duration.ofDays(1));
            assertThat(work(house)).contains("shop nobody", "shop handover.failed");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theDeskThatStandsInAtNightIsAskedAtOnce(Engines engine) {
        try (House house = house(engine)) {
            desk(house, "desk", Hours.of("mon 09:00-10:00", "UTC", null), Fallback.to("second"), Fallback.BOT);
            house.accept("shop", ticket("T1", "ann", "help"));
            assertThat(work(house)).containsExactly("second handover.requested", "shop handover.accepted", "shop accepted");
            house.accept("second", answers("a1", null, "shop:ann", "good evening"));
            assertThat(work(house)).containsExactly("shop agent.joined", "shop good evening");
        }
    }
}
