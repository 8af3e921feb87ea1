package dev.baton.deploy.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.camel.Doors;
import dev.baton.event.Outcome;
import java.util.List;

/**
 * What came of a sample.
 *
 * @param taken      what became of its webhook, else null
 * @param outcome    of a delivery, a poll or a webhook that was read later, with all that it has learnt; else null
 * @param events     what the ledger got, as {@code events.json} has it
 * @param requests   what was sent, as {@code requests.json} has it, with all headers, their names in lower case
 * @param unanswered the first request for which the sample has no answer ({@code request 2 (GET /api/people)}), or null
 * @param breaches   of the contract and of the sample's own rules, in words
 */
record Played(Doors.Taken taken, Outcome outcome, ArrayNode events, ArrayNode requests, String unanswered, List<String> breaches) {

    /** Why its webhook could not be read; null where it could. */
    String unreadable() {
        return taken == null || taken.deadLetter() == null ? null : taken.cause();
    }
}
