package dev.baton.console;

import dev.baton.ledger.ViewConversation;
import dev.baton.ledger.ViewDeadLetter;
import java.util.List;

/** Shapes that exist only to be described in the API's document. */
final class ApiShapes {

    private ApiShapes() {
    }

    /** A page of conversations. */
    record Conversations(List<ViewConversation.Line> items, String next) {
    }

    /** A page of dead letters. */
    record DeadLetters(List<ViewDeadLetter.Letter> items, String next) {
    }

    /** An error (RFC 9457). */
    record ProblemAnswer(String type, String title, int status, String detail, String instance) {
    }
}
