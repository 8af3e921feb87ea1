package dev.baton.conversation;

import dev.baton.event.Author;
import dev.baton.event.Customer;
import dev.baton.event.Reference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One customer's thread, joining a thread on the customer's side with one at a desk, or with a bot.
 *
 * @param id              Baton's id
 * @param state           where it stands
 * @param control         who speaks to the customer
 * @param handover        how many handovers it has had, the current one included
 * @param customerChannel the channel that the customer is on
 * @param desk            the desk channel of the current handover, or null before the first; the customer's own where agents of that platform take it
 * @param bot             the channel of the bot that speaks while no desk has control, or null where the customer's platform has a bot of its own
 * @param person          Baton's name for the customer, the same in all their conversations
 * @param customer        as far as known
 * @param agent           who speaks for the desk, or null
 * @param references      what each channel calls things now: channel, then kind (and {@code previous}, the person's last thread there)
 * @param awaiting        the channels whose confirmation of the end is awaited, in {@link State#closing}
 * @param ended           why it is closing or closed, for people; or null
 * @param waited          how far the waiting for an agent has gone; null counts as {@link Waited#not}
 * @param asked           what the last handover was asked for with, for a further desk; null for nothing
 * @param leftAt          up to when, by their platform's clock, is over what people of the customer's own platform did: they have let the customer go, or it was before this conversation; or null
 * @param changedAt       when anything last happened
 * @param deadlineAt      when {@link Input.DeadlinePassed} is due, or null
 */
public record Conversation(UUID id, State state, Control control, int handover, String customerChannel, String desk, String bot, String person,
        Customer customer, Author agent, Map<String, Map<String, String>> references, Set<String> awaiting, String ended, Waited waited,
        Asked asked, Instant leftAt, Instant changedAt, Instant deadlineAt) {

    /** Why people were asked for, and what it is about in single words; either may be null. */
    public record Asked(String reason, List<String> tags) {
    }

    /** Among the references: the person's thread at the channel before the present one. */
    public static final String PREVIOUS = "previous";

    /** What that channel calls the thing now, or null. */
    public String reference(String channel, Reference.Kind kind) {
        return references.getOrDefault(channel, Map.of()).get(kind.name());
    }

    /** The same with one more thing that a channel has a name for; the newest wins. */
    public Conversation knowing(String channel, String kind, String value) {
        if (value == null || value.equals(references.getOrDefault(channel, Map.of()).get(kind))) {
            return this;
        }
        Map<String, Map<String, String>> all = new LinkedHashMap<>(references);
        Map<String, String> one = new LinkedHashMap<>(all.getOrDefault(channel, Map.of()));
        one.put(kind, value);
        all.put(channel, one);
        return new Conversation(id, state, control, handover, customerChannel, desk, bot, person, customer, agent, all, awaiting, ended, waited, asked, leftAt,
                changedAt, deadlineAt);
    }

    /** The same where a channel has another name. Where both channels have had part in it, what the present one knows wins. */
    public Conversation renamed(String from, String to) {
        String present = has(from) ? from : to;
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        references.forEach((channel, names) -> {
            Map<String, String> merged = all.computeIfAbsent(channel.equals(from) ? to : channel, name -> new LinkedHashMap<>());
            names.forEach((kind, value) -> merged.merge(kind, value, (one, other) -> channel.equals(present) ? other : one));
        });
        return new Conversation(id, state, control, handover, customerChannel.equals(from) ? to : customerChannel, from.equals(desk) ? to : desk, from.equals(bot) ? to : bot,
                person, customer, agent, all, awaiting == null ? null : awaiting.stream().map(channel -> channel.equals(from) ? to : channel).collect(Collectors.toSet()), ended, waited, asked, leftAt,
                changedAt, deadlineAt);
    }

    /** The same with other times. */
    public Conversation at(Instant changed, Instant deadline) {
        return new Conversation(id, state, control, handover, customerChannel, desk, bot, person, customer, agent, references, awaiting, ended, waited, asked, leftAt,
                changed, deadline);
    }

    /** Whether that channel has a part in it. */
    public boolean has(String channel) {
        return channel.equals(customerChannel) || channel.equals(desk) || channel.equals(bot);
    }

    /** The other side's channel now; null for a channel that has no part in it. */
    public String opposite(String channel) {
        if (channel.equals(customerChannel)) {
            return bot != null && state == State.bot ? bot : desk;
        }
        return has(channel) ? customerChannel : null;
    }

    /** True where the desk is the customer's own platform, whose agents take the customer there. */
    public boolean inHouse() {
        return customerChannel.equals(desk);
    }

    /** The same where a new handover begins at that desk: the thread of the one before is now the previous one. */
    public Conversation leaving(String channel) {
        String left = references.getOrDefault(channel, Map.of()).get(Reference.Kind.conversation.name());
        if (left == null) {
            return this;
        }
        Map<String, Map<String, String>> all = new LinkedHashMap<>(references);
        Map<String, String> one = new LinkedHashMap<>(all.get(channel));
        one.remove(Reference.Kind.conversation.name());
        one.put(PREVIOUS, left);
        all.put(channel, one);
        return new Conversation(id, state, control, handover, customerChannel, desk, bot, person, customer, agent, all, awaiting, ended, waited, asked, leftAt,
                changedAt, deadlineAt);
    }

    /** True while it has not ended. */
    public boolean open() {
        return state != State.closed;
    }
}
