package dev.baton.ledger;

import dev.baton.conversation.Conversation;
import dev.baton.conversation.Input;
import dev.baton.conversation.State;
import dev.baton.conversation.StateMachine;
import dev.baton.event.EventType;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/** How conversations begin at channels whose customers begin one by writing, whose events belong to which, and which desk a bot's customer is for. */
final class Beginning {

    private final Batch batch;
    private final Channels channels;

    Beginning(Batch batch) {
        this.batch = batch;
        this.channels = batch.channels;
    }

    /** Whether customers of that channel begin a conversation by writing. */
    boolean begins(Batch.Arriving a) {
        Channels.Facts facts = channels.of(a.channel());
        return facts != null && facts.begins();
    }

    /** Whether some customer's channel has that one for its bot. */
    boolean isBot(String channel) {
        return channels.all().stream().anyMatch(facts -> channel.equals(facts.bot()));
    }

    /** Whether it begins a conversation where there is none that it belongs to: a handover, or the customer's words where they do. */
    boolean creates(Batch.Arriving a) {
        return a.event().type() == EventType.HANDOVER_REQUESTED ? !isBot(a.channel()) : customersWords(a) && begins(a) && !a.event().ifKnown();
    }

    private static boolean customersWords(Batch.Arriving a) {
        return a.event().what() instanceof What.Message message && message.author().role() == Role.customer && !message.note();
    }

    /** The conversation that an event of such a channel belongs to: the thread's, else the person's open one. Null where it begins one, or nobody knows. */
    ThreadRow find(Batch.Arriving a, ThreadRow byThread, ThreadRow thePersons, ThreadRow home) {
        boolean creates = creates(a);
        ThreadRow byPerson = a.thread() != null && channels.keepsThreadsApart(a.channel()) ? null : thePersons;
        return Stream.of(byThread, byPerson, home).filter(thread -> thread != null && thread.now.open() && !(creates && thread.now.state() == State.closing)).findFirst()
                // What only counts where it is known is nothing for a conversation that has ended.
                .or(() -> Stream.of(byThread, byPerson, home).filter(thread -> thread != null && !creates && !a.event().ifKnown()).findFirst()).orElse(null);
    }

    /** A new conversation; null where nobody would take it, or where it does not say whose it is: then it is a dead letter. */
    ThreadRow begin(Batch.Arriving a) throws SQLException {
        Channels.Facts facts = channels.of(a.channel());
        String customer = a.customer() != null ? a.customer() : a.event().conversation();
        String asked = a.event().what() instanceof What.HandoverRequested requested ? requested.desk() : null;
        String desk = batch.standingIn(asked != null ? asked : facts.desk());
        // A bot that is not live would keep its customers waiting: they have a desk.
        String bot = facts.bot() != null && (desk == null || channels.of(facts.bot()) != null) ? facts.bot() : null;
        if (customer == null || bot == null && desk == null) {
            batch.letter(a, null, customer == null ? "it does not say whose it is: neither person nor conversation is set"
                    : "nobody takes the conversations of channel " + a.channel() + ": set channels." + a.channel() + ".bot or channels." + a.channel() + ".desk");
            return null;
        }
        UUID id = UUID.randomUUID();
        Conversation c = StateMachine.begin(id, a.channel(), bot, a.channel() + ":" + customer, Instant.ofEpochMilli(batch.now), channels.desk(desk).deadlines());
        c = StateMachine.towards(c, desk);
        if (bot != null) {
            // The bot speaks of it by our own name, from its first word on.
            c = c.knowing(bot, Reference.Kind.conversation.name(), id.toString());
            batch.book.addReference(new Ref(Keys.reference(bot, Reference.Kind.conversation, id.toString()), bot, Reference.Kind.conversation, id.toString(), id, null));
        }
        ThreadRow thread = new ThreadRow(c, 0, true);
        batch.book.threads.put(id, thread);
        if (bot == null && !c.inHouse()) {
            batch.known(thread, desk);
        }
        if (a.person() != null) {
            batch.book.references.get(a.person()).leadsTo(id);
        }
        return thread;
    }

    /** What the event is to its conversation, which is made ready for it. */
    Input input(ThreadRow thread, Batch.Arriving a) {
        if (customersWords(a) && begins(a)) {
            if (thread.fresh && thread.lastSeq == 0) {
                return new Input.Begun(a.channel(), a.event());
            }
            // Whatever is answered goes where the customer has written last.
            thread.now = thread.now.knowing(a.channel(), Reference.Kind.conversation.name(), a.event().conversation());
        }
        if (a.event().what() instanceof What.HandoverRequested requested) {
            towards(thread, requested.desk());
        }
        return new Input.Happened(a.channel(), a.event());
    }

    /** Makes ready for a handover from the bot: to the desk that is asked for, which must be live and take it, else to the one of the customer's channel. */
    void towards(ThreadRow thread, String asked) {
        if (thread.now.bot() == null || thread.now.state() != State.bot) {
            return;
        }
        Channels.Facts customers = channels.of(thread.now.customerChannel());
        Channels.Facts named = asked == null ? null : channels.of(asked);
        String desk = asked == null ? customers == null ? thread.now.desk() : customers.desk()
                : named != null && named.takes().contains(EventType.HANDOVER_REQUESTED) ? asked : null;
        thread.now = StateMachine.towards(thread.now, batch.standingIn(desk));
    }
}
