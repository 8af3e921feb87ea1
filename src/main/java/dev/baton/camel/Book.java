package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Outcome;
import dev.baton.ledger.Arrival;
import dev.baton.ledger.Attempt;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Ledger;
import dev.baton.media.Media;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the doors write in the ledger. A rehearsal has a book of its own, which only notes. Each method means what it means in {@link Ledger}. */
public interface Book {

    CompletableFuture<Arrival.Accepted> accept(Arrival arrival);

    CompletableFuture<Void> later(String channel, String version, Claim.Raw raw, String scope);

    CompletableFuture<UUID> deadLetter(String channel, String version, Claim.Raw raw, String cause);

    CompletableFuture<Void> learn(Claim claim, Outcome outcome);

    CompletableFuture<Void> complete(Claim claim, Outcome outcome, Attempt attempt);

    CompletableFuture<Void> release(Claim claim);

    /** Where the channel's last poll ended, and what it has noted for the next one; null where there was none. */
    default JsonNode cursor(String channel) {
        return null;
    }

    /** Where the world reaches this Baton, without a slash at the end; null while that is not known. */
    default String publicUrl() {
        return "https://baton.example.com";
    }

    /** The files that deliveries name. */
    default Media media() {
        return Media.EXAMPLES;
    }

    /** What a route has sent to a door, before it is read: of interest only to who checks it against the contract. */
    default void heard(Door door, JsonNode body) {
    }

    /** The book that is the ledger. */
    static Book of(Ledger ledger, Media media) {
        return of(ledger, media, channel -> null, () -> null);
    }

    /** The book that is the ledger; {@code cursors} knows where a channel's polls have ended, {@code publicUrl} where the world reaches this Baton. */
    static Book of(Ledger ledger, Media media, Function<String, JsonNode> cursors, Supplier<String> publicUrl) {
        return new Book() {
            @Override
            public String publicUrl() {
                return publicUrl.get();
            }

            @Override
            public Media media() {
                return media;
            }

            @Override
            public JsonNode cursor(String channel) {
                return cursors.apply(channel);
            }

            @Override
            public CompletableFuture<Arrival.Accepted> accept(Arrival arrival) {
                return ledger.accept(arrival);
            }

            @Override
            public CompletableFuture<Void> later(String channel, String version, Claim.Raw raw, String scope) {
                return ledger.later(channel, version, raw, scope);
            }

            @Override
            public CompletableFuture<UUID> deadLetter(String channel, String version, Claim.Raw raw, String cause) {
                return ledger.deadLetter(channel, version, raw, cause);
            }

            @Override
            public CompletableFuture<Void> learn(Claim claim, Outcome outcome) {
                return ledger.learn(claim, outcome);
            }

            @Override
            public CompletableFuture<Void> complete(Claim claim, Outcome outcome, Attempt attempt) {
                return ledger.complete(claim, outcome, attempt);
            }

            @Override
            public CompletableFuture<Void> release(Claim claim) {
                return ledger.release(claim);
            }
        };
    }
}
