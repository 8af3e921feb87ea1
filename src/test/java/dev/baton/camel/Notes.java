package dev.baton.camel;

import dev.baton.event.Outcome;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Attempt;
import dev.baton.ledger.Claim;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A book that only notes what it is told, for tests. */
public class Notes implements Book {

    public final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    public final List<Claim.Raw> forLater = new CopyOnWriteArrayList<>();
    public final List<String> scopes = new CopyOnWriteArrayList<>();
    public final List<String> deadLetters = new CopyOnWriteArrayList<>();
    public final List<Outcome> learnt = new CopyOnWriteArrayList<>();
    public final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    public final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    /** The versions that have completed something. */
    public final List<String> by = new CopyOnWriteArrayList<>();
    public final List<Claim> released = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Arrival.Accepted> accept(Arrival arrival) {
        arrivals.add(arrival);
        return CompletableFuture.completedFuture(new Arrival.Accepted(arrival.events().size(), 0));
    }

    @Override
    public CompletableFuture<Void> later(String channel, String version, Claim.Raw raw, String scope) {
        forLater.add(raw);
        scopes.add(String.valueOf(scope));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<UUID> deadLetter(String channel, String version, Claim.Raw raw, String cause) {
        deadLetters.add(cause);
        return CompletableFuture.completedFuture(new UUID(0, deadLetters.size()));
    }

    @Override
    public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
        learnt.add(outcome);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> complete(Claim claim, Outcome outcome, Attempt attempt) {
        by.add(claim.version());
        outcomes.add(outcome);
        attempts.add(attempt);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> release(Claim claim) {
        released.add(claim);
        return CompletableFuture.completedFuture(null);
    }
}
