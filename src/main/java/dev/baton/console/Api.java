package dev.baton.console;

import dev.baton.conversation.State;
import dev.baton.ledger.View;
import dev.baton.ledger.ViewConversation;
import dev.baton.ledger.ViewDeadLetter;
import dev.baton.ledger.ViewPage;
import dev.baton.webhook.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the API answers. {@link ApiRoutes} says at which addresses. */
final class Api {

    static final int PAGE = 50;
    static final int MOST_REPLAYS = 1_000;
    static final List<String> STATES = Arrays.stream(State.values()).map(State::name).toList();
    static final List<String> LETTER_STATES = List.of("waiting", "replayed");
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    /**
     * A channel with how much waits for it; both numbers stop at 10,000, and then the word beside them is true. {@code ownerless} is true where
     * deliveries wait for a retired channel: nobody delivers them until its file is back or they are moved.
     */
    record Channel(String name, String platform, List<String> sides, Operations.State state, String why, String version, Instant since,
            List<String> routes, int inFlight, long waiting, boolean waitingMore, Boolean ownerless, long deadLetters, boolean deadLettersMore,
            Operations.Poll lastPoll, Operations.Refusal lastRefusal, String held) {
    }

    /** All channels; {@code unreadable} where the routes folder or the settings can't be read just now, so that nothing of them is taken. */
    record Channels(List<Channel> items, Operations.Refusal unreadable) {
    }

    /** Which dead letters to replay. Parts that are left out leave all in; {@code limit} is at most 1,000, which it also is when left out. */
    record Which(String channel, String cause, Integer limit) {
    }

    /** Why a channel is paused, for those who find it so. */
    record Pause(String why) {
    }

    /** A dead letter that is on its way again. */
    record Replayed(UUID id, String state) {
    }

    /** A dead letter that could not be replayed, and why. */
    record NotReplayed(UUID id, String why) {
    }

    /** What came of replaying many: how many went, which did not, and whether there may be more than the limit let in. */
    record ReplayedMany(int replayed, List<NotReplayed> refused, boolean more) {
    }

    private final View view;
    private final Operations operations;

    Api(View view, Operations operations) {
        this.view = view;
        this.operations = operations;
    }

    ViewPage<ViewConversation.Line> conversations(Asked asked) {
        return view.conversations(asked.word("state", STATES), asked.text("before"), asked.number("limit", PAGE, View.LONGEST_PAGE));
    }

    ViewConversation conversation(Asked asked) {
        return view.conversation(asked.id(), asked.place("before")).orElseThrow(() -> absent("conversation"));
    }

    ViewPage<ViewDeadLetter.Letter> deadLetters(Asked asked) {
        return view.deadLetters(new ViewDeadLetter.Filter(asked.text("channel"), asked.word("state", LETTER_STATES), asked.text("cause")), asked.text("before"),
                asked.number("limit", PAGE, View.LONGEST_PAGE));
    }

    ViewDeadLetter deadLetter(Asked asked) {
        return view.deadLetter(asked.id()).orElseThrow(() -> absent("dead letter"));
    }

    Replayed replay(Asked asked) {
        UUID id = asked.id();
        Operations.Replayed done = operations.replay(id);
        switch (done.result()) {
            case absent -> throw absent("dead letter");
            case refused -> throw new Fault(Problem.Kind.CONFLICT, done.why());
            default -> LOG.info("{} has replayed the dead letter {}", who(), id);
        }
        return new Replayed(id, "replayed");
    }

    /** In the order in which they came, so that what belongs together stays in order. */
    ReplayedMany replayMany(Asked asked) {
        Which which = asked.body(Which.class, null);
        int limit = which.limit() == null ? MOST_REPLAYS : which.limit();
        if (limit < 1 || limit > MOST_REPLAYS) {
            throw new Fault(Problem.Kind.BAD_REQUEST, "'limit' must be a number from 1 to " + MOST_REPLAYS + ".");
        }
        List<UUID> ids = view.deadLetterIds(new ViewDeadLetter.Filter(blankAsNull(which.channel()), "waiting", blankAsNull(which.cause())), limit + 1);
        int replayed = 0;
        List<NotReplayed> refused = new ArrayList<>();
        for (UUID id : ids.subList(0, Math.min(limit, ids.size()))) {
            Operations.Replayed done = operations.replay(id);
            if (done.result() == Operations.Replay.replayed) {
                replayed++;
            } else if (done.result() == Operations.Replay.refused) {
                refused.add(new NotReplayed(id, done.why()));
            }
        }
        LOG.info("{} has replayed {} dead letters, {} were refused; filter: {}", who(), replayed, refused.size(), which);
        return new ReplayedMany(replayed, refused, ids.size() > limit);
    }

    Channels channels(Asked asked) {
        return new Channels(operations.channels().stream().map(this::channel).toList(), operations.unreadable());
    }

    Channel pause(Asked asked) {
        Operations.Channel channel = named(asked);
        String why = blankAsNull(asked.body(Pause.class, new Pause(null)).why());
        operations.pause(channel.name(), why == null ? "paused by " + who() : why + " (paused by " + who() + ")");
        LOG.info("{} has paused the channel {}", who(), channel.name());
        return channel(named(asked));
    }

    Channel resume(Asked asked) {
        Operations.Channel channel = named(asked);
        operations.resume(channel.name());
        LOG.info("{} has resumed the channel {}", who(), channel.name());
        return channel(named(asked));
    }

    /** The channel in the address. */
    Operations.Channel named(Asked asked) {
        return named(asked.text("name"));
    }

    /** The channel of that name. */
    Operations.Channel named(String name) {
        return operations.channels().stream().filter(channel -> channel.name().equals(name)).findFirst().orElseThrow(() -> absent("channel"));
    }

    Channel channel(Operations.Channel one) {
        var waiting = view.waiting(one.name());
        var letters = view.deadLetters(one.name());
        return new Channel(one.name(), one.platform(), one.sides(), one.state(), one.why(), one.version(), one.since(),
                one.routes(), one.inFlight(), waiting.value(), waiting.more(),
                one.state() == Operations.State.retired && waiting.value() > 0 ? true : null, letters.value(), letters.more(), one.lastPoll(), one.lastRefusal(),
                one.held());
    }

    static Fault absent(String what) {
        return new Fault(Problem.Kind.NOT_FOUND, "There is no such " + what + ". Its list is at the address without it.");
    }

    static String blankAsNull(String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw new Fault(Problem.Kind.BAD_REQUEST, "A text holds the character U+0000.");
        }
        return text == null || text.isBlank() ? null : text;
    }

    static String who() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who == null ? "somebody" : who.getName();
    }
}
