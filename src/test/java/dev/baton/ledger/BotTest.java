package dev.baton.ledger;

import static dev.baton.ledger.BotHouse.answers;
import static dev.baton.ledger.BotHouse.asks;
import static dev.baton.ledger.BotHouse.beside;
import static dev.baton.ledger.BotHouse.conversation;
import static dev.baton.ledger.BotHouse.heard;
import static dev.baton.ledger.BotHouse.stands;
import static dev.baton.ledger.BotHouse.text;
import static dev.baton.ledger.BotHouse.transcript;
import static dev.baton.ledger.BotHouse.with;
import static dev.baton.ledger.BotHouse.writes;
import static dev.baton.ledger.House.closes;
import static dev.baton.ledger.House.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.MovableClock;
import dev.baton.conversation.Deadlines;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Fallback;
import dev.baton.event.Author;
import dev.baton.event.Customer;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.event.Outcome;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations that begin with the customer's words and a bot, on both engines. */
class BotTest {

    @ParameterizedTest
    @EnumSource(Engines.class)
    void wordsBeginAConversationAndTheBotAnswersAtOnceOrByItself(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            Customer ann = new Customer("ann", "Ann", null, null, "pt-BR", null);
            house.accept("chat", new Event("m1", null, "t-ann", null, null, false, false, new What.Message(new Author(Role.customer, "ann", null), text("hi"), false, null, ann)));
            Claim first = house.next("bot", EventType.MESSAGE);
            assertThat(first.delivery().context().customer()).isEqualTo(ann);
            assertThat(first.delivery().context().person()).isEqualTo("chat:ann");
            assertThat(first.delivery().from()).isEqualTo("chat");
            assertThat(first.delivery().context().references()).containsEntry("conversation", conversation(house));
            house.complete(first, with(answers("b1", null, "hello")));
            Claim answer = house.next("chat", EventType.MESSAGE);
            assertThat(House.text(answer)).isEqualTo("hello");
            assertThat(answer.delivery().from()).isEqualTo("bot");
            assertThat(answer.delivery().context().references()).containsEntry("conversation", "t-ann");
            house.done(answer);
            house.accept("bot", answers("b2", conversation(house), "anything else?"));
            house.accept("bot", answers("b2", conversation(house), "anything else?"));
            house.done(house.next("chat", EventType.MESSAGE));
            house.accept("chat", new Event("m2", null, "t-other", "ann", null, false, false, new What.Message(new Author(Role.customer, "ann", null), text("no"), false)));
            heard(house, "no");
            assertThat(house.work).isEmpty();
            assertThat(house.rows("select state || control || handover from conversation")).as("the person's other thread is the same conversation").containsExactly("botbot0");
            assertThat(new View(house.source).conversations(null, null, 10).items().get(0)).satisfies(line -> {
                assertThat(line.bot()).isEqualTo("bot");
                assertThat(line.control()).isEqualTo("bot");
                assertThat(line.customerChannel()).isEqualTo("chat");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void twoFirstWordsOfOnePersonBeginOneConversation(Engines engine) {
        DataSource source = engine.fresh();
        try (House one = BotHouse.furnished(new House(source)); House two = BotHouse.furnished(new House(source, "node-2", MovableClock.standing()))) {
            one.accept("chat", writes("x1", "same-batch", "one"), writes("x2", "same-batch", "two"));
            assertThat(one.count("select count(*) from conversation")).isEqualTo(1);
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String person = "p" + i;
                if (i % 3 == 0) {
                    // Somebody has heard of the person before, but of no conversation.
                    one.accept("chat", new Event("j" + i, null, null, person, null, false, true, new What.AgentLeft(new Author(Role.agent, "9", null))));
                }
                for (House house : List.of(one, two)) {
                    Event event = new Event(house == one ? "a" + i : "b" + i, null, "t-" + person + (house == one ? "" : "-2"), person, null, false, false,
                            new What.Message(new Author(Role.customer, person, null), text("hi"), false));
                    all.add(house.ledger.accept(new Arrival("chat", "v1", List.of(event), null, false)));
                }
            }
            all.forEach(CompletableFuture::join);
            assertThat(one.count("select count(*) from conversation")).isEqualTo(31);
            assertThat(one.count("select count(*) from (select conversation from event where type = 'message' group by conversation having count(*) = 2) twice")).isEqualTo(31);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatTheBotSaysBesidePeopleReachesTheCustomerAndIsShownToTheDesk(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.told.add("desk");
            house.accept("chat", writes("m1", "ann", "hi"));
            house.complete(house.next("bot", EventType.MESSAGE), with(asks(null)));
            house.done(house.next("desk", EventType.HANDOVER_REQUESTED), thread("C1"));
            house.done(house.next("chat", EventType.HANDOVER_ACCEPTED));
            house.accept("bot", beside("b1", conversation(house), "your parcel has come"));
            Claim told = house.next();
            Claim other = house.next();
            Claim customer = told.channel().equals("chat") ? told : other;
            Claim desk = told == customer ? other : told;
            assertThat(House.text(customer)).isEqualTo("your parcel has come");
            assertThat(customer.delivery().event().what()).isEqualTo(new What.Message(new Author(Role.bot, null, null), text("your parcel has come"), false, null, null, true));
            assertThat(desk.channel()).isEqualTo("desk");
            assertThat(desk.delivery().event().what()).isEqualTo(new What.Message(new Author(Role.bot, null, null), text("your parcel has come"), true, null, null, true));
            assertThat(desk.delivery().context().references()).containsEntry("conversation", "C1");
            assertThat(stands(house)).isEqualTo("[queued desk]");
            house.done(desk);
            house.complete(customer, new Outcome(Outcome.Word.refused, "no such number", null, null, List.of(), null));
            Claim undelivered = house.next("desk", EventType.MESSAGE);
            assertThat(((What.Message) undelivered.delivery().event().what()).notice()).as("the people have seen what their customer has not").isEqualTo(NoticeKind.UNDELIVERED);
            house.done(undelivered);
            house.accept("desk", closes("C1", Role.agent));
            house.done(house.next("chat", EventType.HANDOVER_ENDED));
            Claim back = house.next("bot", EventType.HANDOVER_ENDED);
            assertThat(transcript(back)).as("the bot's own words are no news to it").isEmpty();
            house.done(back);
            house.work.clear();
            house.accept("bot", asks(conversation(house)));
            assertThat(transcript(house.next("desk", EventType.HANDOVER_REQUESTED))).as("once").containsExactly("hi", "your parcel has come");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theDeskThatStandsInIsAskedAsTheFirstWas(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.channel("second", null, true, Channels.OnUnknown.verify);
            house.desks.put("desk", new Desk(Deadlines.DEFAULT, null, Fallback.MESSAGE, Fallback.to("second")));
            house.accept("chat", writes("m1", "ann", "hi"));
            house.complete(house.next("bot", EventType.MESSAGE), with(asks(null)));
            house.complete(house.next("desk", EventType.HANDOVER_REQUESTED), Outcome.of(Outcome.Word.refused, "no licence"));
            Claim next = house.next();
            // What the first may have of it is taken back, sooner or later.
            Claim second = next.channel().equals("desk") ? house.next("second", EventType.HANDOVER_REQUESTED) : next;
            assertThat(second.delivery().event().what()).isEqualTo(new What.HandoverRequested(new Customer("ann", null, null, null, null, null), null, null,
                    "they want a person (no licence)", List.of(new What.Line(new Author(Role.customer, "ann", null), text("hi"), null)), List.of("billing")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void fromTheBotToTheDeskAndBackAndToTheDeskAgain(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.accept("chat", writes("m1", "ann", "hi"));
            house.complete(house.next("bot", EventType.MESSAGE), with(answers("b1", null, "hello")));
            house.done(house.next("chat", EventType.MESSAGE));
            house.accept("chat", writes("m2", "ann", "a person, please"));
            Claim heard = house.next("bot", EventType.MESSAGE);
            house.accept("chat", writes("m3", "ann", "now!"));
            house.complete(heard, with(answers("b2", null, "I get one"), asks(null)));
            Claim words = house.next();
            Claim request = words.channel().equals("desk") ? words : house.next("desk", EventType.HANDOVER_REQUESTED);
            house.done(words.channel().equals("chat") ? words : house.next("chat", EventType.MESSAGE));
            What.HandoverRequested asked = (What.HandoverRequested) request.delivery().event().what();
            assertThat(asked.customer().id()).isEqualTo("ann");
            assertThat(asked.tags()).containsExactly("billing");
            assertThat(asked.reason()).isEqualTo("they want a person");
            assertThat(transcript(request)).containsExactly("hi", "hello", "a person, please", "now!", "I get one");
            assertThat(stands(house)).isEqualTo("[requested desk]");
            house.done(request, thread("C1"));
            house.done(house.next("chat", EventType.HANDOVER_ACCEPTED));
            house.accept("bot", answers("b3", conversation(house), "too late"));
            house.accept("chat", writes("m4", "ann", "are you there?"));
            house.done(house.next("desk", EventType.MESSAGE));
            house.accept("desk", House.answers("a1", "C1", "chat:ann", "yes"));
            house.done(house.next("chat", EventType.AGENT_JOINED));
            house.done(house.next("chat", EventType.MESSAGE));
            assertThat(house.work).as("the bot hears nothing, and nobody hears it").isEmpty();
            assertThat(house.rows("select note from event where id in (select event from reference where val = 'b3')")).containsExactly("the bot has no control");
            house.accept("desk", closes("C1", Role.agent));
            Claim one = house.next();
            Claim other = house.next();
            Claim back = one.channel().equals("bot") ? one : other;
            assertThat(List.of(one.channel(), other.channel())).containsExactlyInAnyOrder("bot", "chat");
            assertThat(back.delivery().event().what()).isInstanceOf(What.HandoverEnded.class);
            assertThat(transcript(back)).as("what the bot was not told").containsExactly("now!", "are you there?", "yes");
            assertThat(transcript(back == one ? other : one)).as("the customer's channel was there").isEmpty();
            house.done(one);
            house.done(other);
            assertThat(stands(house)).isEqualTo("[bot bot]");

            house.accept("chat", writes("m5", "ann", "again, please"));
            heard(house, "again, please");
            house.accept("bot", asks(conversation(house)));
            Claim second = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(second.delivery().context().handover()).isEqualTo(2);
            assertThat(second.delivery().context().references()).containsEntry("previous", "C1").doesNotContainKey("conversation");
            assertThat(transcript(second)).contains("hi", "yes", "again, please").doesNotContain("too late");
            house.accept("desk", closes("C1", Role.system), House.answers("a2", "C1", null, "one more thing"));
            assertThat(stands(house)).as("what comes of the first case changes nothing").isEqualTo("[requested desk]");
            house.done(second, thread("C2"));
            house.done(house.next("chat", EventType.HANDOVER_ACCEPTED));
            house.accept("desk", House.answers("a3", "C2", "chat:ann", "me again"));
            house.done(house.next("chat", EventType.AGENT_JOINED));
            house.done(house.next("chat", EventType.MESSAGE));
            house.accept("chat", writes("m6", "ann", "thanks"));
            Claim thanks = house.next("desk", EventType.MESSAGE);
            assertThat(thanks.delivery().context().references()).containsEntry("conversation", "C2");
            assertThat(house.work).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aBotThatDoesNotTakeTheCustomersWordsHasThemTakenByPeople(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.accept("chat", writes("m1", "ann", "hi"), writes("m2", "ann", "hello?"));
            house.complete(house.next("bot", EventType.MESSAGE), Outcome.of(Outcome.Word.refused, "500 at the bot"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(((What.HandoverRequested) request.delivery().event().what()).reason()).contains("the bot does not take", "500 at the bot");
            assertThat(transcript(request)).containsExactly("hi", "hello?");
            house.done(request, thread("C1"));
            house.done(house.next("chat", EventType.HANDOVER_ACCEPTED));
            UUID letter = UUID.fromString(house.rows("select id from dead_letter").get(0));
            assertThatThrownBy(() -> house.ledger.replay(letter).join()).hasMessageContaining("has no control");
            assertThat(house.work).as("also not by a replay").isEmpty();
            house.accept("desk", closes("C1", Role.agent));
            Claim ended = house.next();
            ended = ended.channel().equals("bot") ? ended : house.next("bot", EventType.HANDOVER_ENDED);
            assertThat(transcript(ended)).containsExactly("hi", "hello?");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void aHandoverThatFailsComesBackWithWhatTheBotHasMissed(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.accept("chat", writes("m1", "ann", "hi"));
            Claim heard = house.next("bot", EventType.MESSAGE);
            house.accept("chat", writes("m2", "ann", "a person"));
            house.accept("bot", asks(conversation(house)));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            house.complete(request, Outcome.Word.refused);
            Claim one = house.next();
            Claim other = house.next();
            assertThat(List.of(one.delivery().event().type(), other.delivery().event().type())).as("the desk may have begun something")
                    .containsExactlyInAnyOrder(EventType.CONVERSATION_CLOSED, EventType.HANDOVER_FAILED);
            house.done(one);
            house.done(other);
            assertThat(house.work).as("the bot has a call in flight").isEmpty();
            house.done(heard);
            Claim failed = house.next("bot", EventType.HANDOVER_FAILED);
            assertThat(transcript(failed)).as("what was in flight has reached it").containsExactly("a person");
            house.done(failed);
            house.accept("bot", new Event("h", null, conversation(house), null, null, false, false, new What.HandoverRequested(null, null, "nowhere", null, null)));
            Claim none = house.next("bot", EventType.HANDOVER_FAILED);
            assertThat(((What.HandoverFailed) none.delivery().event().what()).reason()).contains("'nowhere'");
            assertThat(stands(house)).isEqualTo("[bot bot]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void withoutABotTheDeskIsAskedAtOnceWithTheCustomersWords(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            BotHouse.channel(house, "mail", "desk", null);
            house.accept("mail", writes("m1", "ann", "my order"), writes("m2", "ann", "is late"));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(((What.HandoverRequested) request.delivery().event().what()).content()).isEqualTo(text("my order"));
            assertThat(transcript(request)).isEmpty();
            assertThat(request.delivery().context().person()).isEqualTo("mail:ann");
            house.done(request, thread("C1"));
            house.done(house.next("mail", EventType.HANDOVER_ACCEPTED));
            assertThat(House.text(house.next("desk", EventType.MESSAGE))).isEqualTo("is late");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void afterTheEndTheCustomersWordsBeginAnew(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.accept("chat", writes("m1", "ann", "hi"));
            house.complete(house.next("bot", EventType.MESSAGE), with(new Event(null, null, null, null, null, false, false, new What.ConversationClosed(Role.bot, "done"))));
            Claim closed = house.next("chat", EventType.CONVERSATION_CLOSED);
            house.accept("chat", writes("m2", "ann", "one more"));
            heard(house, "one more");
            house.done(closed);
            assertThat(house.rows("select state from conversation").stream().sorted()).containsExactly("bot", "closed");
            house.accept("bot", new Event(null, null, house.rows("select id from conversation where state = 'bot'").get(0), null, null, false, false,
                    new What.TransferRequested(null, "for people")));
            house.done(house.next("chat", EventType.TRANSFER_REQUESTED));
            assertThat(house.count("select count(*) from conversation where state = 'closed'")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void peopleOfTheCustomersPlatformTakeTheChatUnaskedAndGiveItBack(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            house.accept("chat", writes("m1", "ann", "hi"));
            Claim heard = house.next("bot", EventType.MESSAGE);
            house.accept("chat", writes("m2", "ann", "hello?"));
            Author bob = new Author(Role.agent, "9", "Bob");
            house.accept("chat", new Event("j", null, "t-ann", "ann", null, false, false, new What.AgentJoined(bob)));
            assertThat(house.rows("select state || ' ' || control || ' ' || handover from conversation")).containsExactly("active desk 1");
            house.complete(heard, with(answers("b1", null, "too late")));
            house.accept("chat", new Event("a1", null, "t-ann", "ann", null, false, false, new What.Message(bob, text("I am here"), false)), writes("m3", "ann", "good"));
            assertThat(house.work).as("they have it all there").isEmpty();
            house.accept("chat", new Event("c", null, "t-ann", "ann", null, false, false, new What.ConversationClosed(Role.agent, "solved")));
            Claim one = house.next();
            Claim other = house.next();
            assertThat(transcript(one.channel().equals("bot") ? one : other)).containsExactly("hello?", "I am here", "good");
            assertThat(stands(house)).isEqualTo("[bot bot]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theOwnChannelMayBeTheDeskThatIsAsked(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            BotHouse.channel(house, "chat", "chat", "bot");
            house.accept("chat", writes("m1", "ann", "a person"));
            house.complete(house.next("bot", EventType.MESSAGE), with(answers("b1", null, "one moment"), asks(null)));
            house.done(house.next("chat", EventType.MESSAGE));
            Claim request = house.next("chat", EventType.HANDOVER_REQUESTED);
            assertThat(transcript(request)).containsExactly("a person", "one moment");
            house.done(request);
            assertThat(stands(house)).isEqualTo("[queued desk]");
            house.accept("chat", writes("m2", "ann", "hello?"), new Event("c", null, "t-ann", "ann", null, false, false, new What.ConversationClosed(Role.agent, null)));
            Claim one = house.next();
            Claim other = house.next();
            assertThat(transcript(one.channel().equals("bot") ? one : other)).containsExactly("hello?");
            assertThat(stands(house)).isEqualTo("[bot bot]");
        }
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void whatIsSensitiveIsVeiledInTheTranscriptAndTypingGoesWhereControlIs(Engines engine) {
        try (House house = BotHouse.of(engine)) {
            What typing = new What.Typing(new Author(Role.bot, null, null), true);
            What customers = new What.Typing(new Author(Role.customer, null, null), true);
            house.accept("chat", writes("m1", "ann", "hi"));
            heard(house, "hi");
            Event pin = writes("m2", "ann", "4711");
            house.accept("chat", new Event(pin.id(), null, pin.conversation(), pin.person(), null, false, false, true, pin.what()));
            heard(house, "4711");
            house.accept("bot", new Event(null, null, conversation(house), null, null, false, false, typing));
            house.done(house.next("chat", EventType.TYPING));
            house.accept("bot", asks(conversation(house)));
            Claim request = house.next("desk", EventType.HANDOVER_REQUESTED);
            assertThat(transcript(request).toString()).contains("hi", "•••").doesNotContain("4711");
            house.done(request, thread("C1"));
            house.done(house.next("chat", EventType.HANDOVER_ACCEPTED));
            house.accept("bot", new Event(null, null, conversation(house), null, null, false, false, typing));
            assertThat(house.work).isEmpty();
            house.accept("chat", new Event(null, null, "t-ann", "ann", null, false, false, customers));
            house.done(house.next("desk", EventType.TYPING));
        }
    }
}
