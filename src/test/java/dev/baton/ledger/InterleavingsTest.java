package dev.baton.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Customer, bot and desk at random, what is told taken and settled in any order: the bot is silent while the desk has control, unless it speaks beside it, and whatever a customer
 * has said is heard by the one or the other, once, and in order.
 */
class InterleavingsTest {

    /** On the engine that is quick in this; on the other, which takes ten times as long, as many as find what differs. */
    private static final int CONVERSATIONS = 200;
    private static final int CONVERSATIONS_THERE = 60;
    private static final int STEPS = 40;

    @ParameterizedTest
    @EnumSource(Engines.class)
    void theBotIsSilentWhileTheDeskHasControlAndNothingIsLost(Engines engine) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("InterleavingsTest " + engine + " seed " + seed);
        Random chance = new Random(seed);
        int conversations = engine == Engines.H2 ? CONVERSATIONS : CONVERSATIONS_THERE;
        int handovers = 0;
        int shown = 0;
        try (House house = BotHouse.of(engine)) {
            for (int i = 0; i < conversations; i++) {
                One one = new One(house, "p" + i, chance, "seed " + seed + " conversation " + i);
                one.run();
                handovers += one.handovers;
                shown += one.shown;
            }
        }
        assertThat(shown).as("so often the desk saw what the bot said beside it").isGreaterThan(conversations / 10);
        assertThat(handovers).as("that many handovers were tried").isGreaterThan(conversations / 2);
    }

    /** What a desk was told of one handover. */
    private record Case(List<String> transcript, List<String> messages) {
    }

    /** One conversation. */
    private static final class One {
        final House house;
        final String person;
        final Random chance;
        final String about;
        final List<Claim> held = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        /** Words of the bot that were said with control or beside people, in order; those said beside; and those said without control. */
        final List<String> withControl = new ArrayList<>();
        final List<String> besides = new ArrayList<>();
        final Set<String> without = new LinkedHashSet<>();
        /** Agents' words that waited, behind an end that waits for a call under way. */
        final Set<String> waited = new LinkedHashSet<>();
        final List<String> botHeard = new ArrayList<>();
        final List<String> botRead = new ArrayList<>();
        final List<String> botLearnt = new ArrayList<>();
        final List<Case> cases = new ArrayList<>();
        /** What the desk was shown in notes. */
        final List<String> notes = new ArrayList<>();
        final List<String> customerHeard = new ArrayList<>();
        String conversation;
        int words;
        int handovers;
        int shown;

        One(House house, String person, Random chance, String about) {
            this.house = house;
            this.person = person;
            this.chance = chance;
            this.about = about;
        }

        void run() {
            customer();
            take();
            conversation = house.rows("select id from conversation where person = 'chat:" + person + "'").get(0);
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            settle();
            if (control().equals("desk")) {
                closes();
                settle();
            }
            if (control().equals("desk")) {
                // Nobody had learnt what the desk calls it.
                house.later(Duration.ofDays(8));
                settle();
            }
            assertThat(control()).as(about).isEqualTo("bot");
            check();
            house.accept("chat", new Event(null, null, "t-" + person, person, null, false, false, new What.ConversationClosed(Role.customer, null)));
            settle();
        }

        private void step() {
            switch (chance.nextInt(13)) {
                case 0, 1, 2 -> customer();
                case 3 -> bot(null);
                case 9 -> beside();
                case 4 -> {
                    handovers++;
                    house.accept("bot", BotHouse.asks(conversation));
                }
                case 5, 6 -> agent();
                case 7 -> closes();
                case 8 -> {
                    if (chance.nextInt(4) == 0) {
                        settle();
                        house.later(chance.nextBoolean() ? Duration.ofMinutes(16) : Duration.ofDays(2));
                    }
                }
                default -> {
                    if (!held.isEmpty()) {
                        complete(held.remove(chance.nextInt(held.size())));
                    }
                }
            }
            take();
        }

        private String control() {
            return house.rows("select control from conversation where id = '" + conversation + "'").get(0);
        }

        /** Everything that is to be told by now; nobody has moved since. */
        private void take() {
            house.look();
            boolean first = conversation == null;
            for (Claim claim = house.work.poll(); claim != null; claim = house.work.poll()) {
                if (claim.channel().equals("bot") && !first) {
                    assertThat(control()).as("%s: the bot is told %s", about, claim.delivery().event().what()).isEqualTo("bot");
                }
                held.add(claim);
            }
        }

        private void settle() {
            take();
            for (int quiet = 0; quiet < 2; quiet++) {
                while (!held.isEmpty()) {
                    quiet = 0;
                    complete(held.remove(chance.nextInt(held.size())));
                    take();
                }
                // What is to be tried again is due by then.
                house.later(Duration.ofSeconds(5));
                take();
            }
        }

        // ---- who speaks

        private void customer() {
            String text = "c" + words++;
            said.add(text);
            house.accept("chat", BotHouse.writes(person + text, person, text));
        }

        private Event bot(Claim inline) {
            String text = "b" + words++;
            (control().equals("bot") ? withControl : without).add(text);
            Event answer = BotHouse.answers(person + text, inline == null ? conversation : null, text);
            if (inline == null) {
                house.accept("bot", answer);
            }
            return answer;
        }

        /** Of its own accord: heard whoever has control, and by the desk too if that has it. */
        private void beside() {
            String text = "b" + words++;
            withControl.add(text);
            besides.add(text);
            house.accept("bot", BotHouse.beside(person + text, conversation, text));
        }

        private String thread() {
            List<String> known = house.rows("select val from reference where channel = 'desk' and kind = 'conversation' and conversation = '" + conversation + "' order by at desc, val desc");
            return known.isEmpty() ? null : known.get(chance.nextInt(3) == 0 ? known.size() - 1 : 0);
        }

        private void agent() {
            String thread = thread();
            if (thread != null) {
                String text = "a" + words++;
                long waiting = waiting();
                house.accept("desk", House.answers(person + text, thread, null, text));
                if (waiting() > waiting) {
                    waited.add(text);
                }
            }
        }

        private long waiting() {
            return house.count("select count(*) from parked");
        }

        private void closes() {
            String thread = thread();
            if (thread != null) {
                house.accept("desk", new Event(person + "closes" + words++, null, thread, null, null, false, true, new What.ConversationClosed(Role.agent, null)));
            }
        }

        // ---- who is told

        private void complete(Claim claim) {
            boolean again = chance.nextInt(8) == 0 && claim.delivery().attempt() < 3;
            if (again) {
                house.complete(claim, Word.again);
                return;
            }
            What what = claim.delivery().event().what();
            switch (claim.channel()) {
                case "bot" -> botIsTold(claim, what);
                case "desk" -> deskIsTold(claim, what);
                default -> {
                    if (what instanceof What.Message) {
                        customerHeard.add(House.text(claim));
                    }
                    house.done(claim);
                }
            }
        }

        private void botIsTold(Claim claim, What what) {
            if (what instanceof What.Message && chance.nextInt(15) == 0) {
                house.complete(claim, Word.refused);
                return;
            }
            List<String> learnt = what instanceof What.Message ? List.of(House.text(claim)) : what instanceof What.ConversationClosed ? List.of() : customers(BotHouse.transcript(claim));
            (what instanceof What.Message ? botHeard : botRead).addAll(learnt);
            botLearnt.addAll(learnt);
            List<Event> replies = new ArrayList<>();
            if (what instanceof What.Message && chance.nextInt(2) == 0) {
                replies.add(bot(claim));
            }
            if (what instanceof What.Message && chance.nextInt(6) == 0) {
                handovers++;
                replies.add(BotHouse.asks(null));
            }
            house.complete(claim, new Outcome(Word.done, null, null, null, replies, null));
        }

        private void deskIsTold(Claim claim, What what) {
            if (what instanceof What.HandoverRequested) {
                if (chance.nextInt(6) == 0) {
                    house.complete(claim, Word.refused);
                    return;
                }
                cases.add(new Case(customers(BotHouse.transcript(claim)), new ArrayList<>()));
                house.done(claim, House.thread(person + "-C" + claim.delivery().context().handover()));
                return;
            }
            if (what instanceof What.Message message) {
                (message.note() ? notes : cases.get(cases.size() - 1).messages).add(House.text(claim));
            }
            house.done(claim);
        }

        private static List<String> customers(List<String> lines) {
            return lines.stream().filter(line -> line.startsWith("c")).toList();
        }

        // ---- what must hold

        private void check() {
            for (String text : said) {
                long heard = botHeard.stream().filter(text::equals).count();
                long toDesk = cases.stream().flatMap(one -> one.messages.stream()).filter(text::equals).count();
                long read = botRead.stream().filter(text::equals).count();
                assertThat(heard + toDesk).as("%s: %s is told to one of bot and desk, and once", about, text).isLessThanOrEqualTo(1);
                assertThat(heard + read).as("%s: %s has reached the bot, as words or in one transcript", about, text).isEqualTo(1);
                assertThat(heard + toDesk + read).as("%s: %s", about, text).isPositive();
            }
            assertThat(botLearnt).as("%s: the bot learns in order", about).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
            for (Case one : cases) {
                assertThat(Stream.concat(one.transcript.stream(), one.messages.stream()).toList()).as("%s: the desk learns in order, and once", about)
                        .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b))).doesNotHaveDuplicates();
            }
            assertThat(besides).as("%s: what the desk is shown of the bot was said beside it, and is shown once", about).containsAll(notes);
            assertThat(notes).as("%s: in order", about).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b))).doesNotHaveDuplicates();
            shown += notes.size();
            assertThat(customerHeard.stream().filter(without::contains)).as("%s: nobody hears what the bot says without control", about).isEmpty();
            assertThat(customerHeard.stream().filter(text -> text.startsWith("b")).toList()).as("%s: what the bot says with control is heard, in order", about).isEqualTo(withControl);
            assertThat(customerHeard.stream().filter(text -> text.startsWith("a")).toList()).as("%s: agents are heard in the order in which they spoke, once", about)
                    .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b))).doesNotHaveDuplicates();
            // Behind an end that waits for a call under way only agents wait: neither what the bot says beside them nor what it says in control meanwhile.
            assertThat(customerHeard.stream().filter(text -> !besides.contains(text) && !waited.contains(text)).toList())
                    .as("%s: bot and agents are heard in the order in which they spoke", about).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
        }

        private static int number(String text) {
            return Integer.parseInt(text.substring(1));
        }
    }
}
