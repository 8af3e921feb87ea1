package dev.baton;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.camel.Doors;
import dev.baton.camel.Polls;
import dev.baton.console.Operations;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LastRefusal;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.version.Version;
import dev.baton.event.Json;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Ledger;
import dev.baton.ledger.Versions;
import dev.baton.ledger.View;
import dev.baton.ledger.ViewDeadLetter;
import dev.baton.webhook.Body;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the API can have done, by the ledger and the live channels. */
final class LiveOperations implements Operations {

    private final LiveChannels channels;
    private final Ledger ledger;
    private final View view;
    private final Versions versions;
    private final Deployment deployment;

    LiveOperations(LiveChannels channels, Ledger ledger, View view, Versions versions, Deployment deployment) {
        this.channels = channels;
        this.ledger = ledger;
        this.view = view;
        this.versions = versions;
        this.deployment = deployment;
    }

    @Override
    public List<Operations.Channel> channels() {
        return channels.list().stream().map(this::channel).toList();
    }

    private Operations.Channel channel(dev.baton.deploy.Channel channel) {
        Version version = channel.version();
        Ledger.Standing standing = ledger.standing(channel.name());
        State state = switch (channel.state()) {
            case live -> standing.paused() ? State.paused : standing.behind() != null ? State.behind : State.live;
            case refused -> State.refused;
            case inactive -> State.inactive;
            case not_configured -> State.not_configured;
            case retired -> State.retired;
        };
        boolean down = state == State.live && standing.downUntil() > 0;
        String why = state == State.paused ? standing.why() : state == State.behind ? standing.behind()
                : down ? "it takes nothing at the moment, next try at " + Instant.ofEpochMilli(standing.downUntil()) + ": " + standing.why() : channel.reason();
        return new Operations.Channel(channel.name(), version == null ? null : version.sheet().folder(),
                version == null ? List.of() : version.sheet().sides().stream().map(Object::toString).sorted().toList(), state, why,
                version == null ? null : version.hash(), version == null ? null : version.startedAt(), version == null ? List.of() : version.routes(),
                version == null ? 0 : version.doors().inFlight(), version == null ? null : poll(version.doors().polls().last()), refusal(channel.lastRefusal()), channel.held());
    }

    private static Refusal refusal(LastRefusal last) {
        return last == null ? null : new Refusal(last.at(), last.version(), last.findings());
    }

    @Override
    public Refusal unreadable() {
        return refusal(channels.trouble());
    }

    private static Poll poll(Polls.Ended last) {
        return last == null ? null : new Poll(last.at(), last.outcome().name(), last.why());
    }

    @Override
    public void pause(String channel, String why) {
        committed(ledger.pause(channel, why == null || why.isBlank() ? "paused by an operator" : why));
    }

    @Override
    public void resume(String channel) {
        committed(ledger.resume(channel));
    }

    @Override
    public Replayed replay(UUID id) {
        Optional<ViewDeadLetter> found = view.wholeDeadLetter(id);
        if (found.isEmpty()) {
            return new Replayed(Replay.absent, null);
        }
        ViewDeadLetter letter = found.get();
        if (!letter.letter().state().equals("waiting")) {
            return new Replayed(Replay.refused, "it has been replayed already");
        }
        UUID conversation = letter.letter().conversation();
        if (conversation != null && view.conversation(conversation, null).map(one -> one.line().state().equals("closed")).orElse(true)) {
            return new Replayed(Replay.refused, "its conversation has ended: there is no thread any more that it could go to");
        }
        try {
            return letter.letter().kind().equals("delivery") ? delivery(letter) : webhook(letter);
        } catch (Doors.Unreadable | IllegalArgumentException e) {
            return new Replayed(Replay.refused, "it still can't be read: " + e.getMessage());
        }
    }

    private Replayed delivery(ViewDeadLetter letter) {
        committed(ledger.replay(letter.letter().id()));
        return new Replayed(Replay.replayed, null);
    }

    private Replayed webhook(ViewDeadLetter letter) {
        String channel = letter.letter().channel();
        byte[] body = letter.body() != null ? letter.body().getBytes(StandardCharsets.UTF_8) : Base64.getDecoder().decode(letter.base64());
        Claim.Raw raw = new Claim.Raw(letter.contentType(), body);
        if ("application/vnd.baton.event+json".equals(letter.contentType())) {
            committed(ledger.accept(new Arrival(channel, letter.letter().version(), List.of(Json.event(Json.tree(body))), null, true)));
        } else {
            JsonNode json = Body.KEPT.again(body, letter.contentType());
            ChannelHooks.taken(channels, channel, json, raw, true);
        }
        committed(ledger.replayed(letter.letter().id()));
        return new Replayed(Replay.replayed, null);
    }

    @Override
    public void rollback(String channel, String version) {
        try {
            deployment.rollback(channel, version);
        } catch (IllegalArgumentException e) {
            throw new Conflict(e.getMessage());
        }
    }

    @Override
    public Ledger.Moved move(String from, String to) {
        Versions.Running old = versions.running(from).orElse(null);
        if (old == null || !old.retired()) {
            throw new Conflict("channel " + from + " is not retired: take its file out of the routes folder first");
        }
        Version next = channels.find(to) == null ? null : channels.find(to).version();
        if (next == null) {
            throw new Conflict("channel " + to + " is not live: only a live channel can take over");
        }
        String folder = next.sheet().folder();
        if (old.hash() == null || !versions.names(from, old.hash()).containsKey(folder + "/platform.yaml")) {
            throw new Conflict("channel " + to + " is one of " + folder + ", which " + from + " was not: name a channel of the same platform");
        }
        try {
            return committed(ledger.move(from, to));
        } catch (IllegalArgumentException e) {
            throw new Conflict(e.getMessage());
        }
    }

    @Override
    public String masked(String channel, String text) {
        dev.baton.deploy.Channel one = channels.find(channel);
        return one == null || one.version() == null ? text : one.version().masked(text);
    }

    private static <T> T committed(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
