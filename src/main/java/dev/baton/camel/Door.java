package dev.baton.camel;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The doors between a channel's routes and the core, by their names in a uri: {@code baton:<door>/<channel>}. */
public enum Door {
    /** In: what a platform has sent. */
    WEBHOOK("webhook", true, Set.of("platform", "proof", "header")),
    /** In: a webhook that was committed raw and may now be read with calls out. */
    INBOX("inbox", true, Set.of("platform")),
    /** In: an event that the platform is to be told. */
    DELIVER("deliver", true, Set.of("platform", "giveUpAfter", "onUnknownOutcome", "lane")),
    /** In: time to ask the platform for news. */
    POLL("poll", true, Set.of("platform", "every")),
    /** In: is the account all right? */
    CHECK("check", true, Set.of("platform")),
    /** In: make the platform send its webhooks here, or send none any more. */
    REGISTER("register", true, Set.of("platform")),
    /** Out: events for the ledger. */
    ACCEPT("accept", false, Set.of()),
    /** Out: the webhook raw, for the inbox; in order with those of the same scope. */
    LATER("later", false, Set.of("scope")),
    /** Out: what came of a delivery or a poll. */
    OUTCOME("outcome", false, Set.of()),
    /** On the way: parts become the multipart body of the call that follows. */
    FORM("form", false, Set.of()),
    /** Only a name, for an error handler's {@code deadLetterUri}. */
    DEAD_LETTER("dead-letter", false, Set.of());

    private final String text;
    private final boolean in;
    private final Set<String> parameters;

    Door(String text, boolean in, Set<String> parameters) {
        this.text = text;
        this.in = in;
        this.parameters = parameters;
    }

    /** The name in a uri. */
    public String text() {
        return text;
    }

    /** True where the core asks, outside of any lane, and waits for the outcome: a route that begins there has to say one. */
    public boolean asks() {
        return this == CHECK || this == REGISTER;
    }

    /** True where a route may begin at it. */
    public boolean in() {
        return in;
    }

    /** Whether a uri of this door may carry that parameter. How a webhook is proven is not known here: {@code proof} may have parameters of its own. */
    public boolean takes(String parameter) {
        return parameters.contains(parameter) || this == WEBHOOK && parameter.startsWith("proof");
    }

    /** The parameters, for people. */
    public List<String> parameters() {
        return parameters.stream().sorted().toList();
    }

    /** The door of that name, or null. */
    public static Door of(String text) {
        return Arrays.stream(values()).filter(door -> door.text.equals(text)).findFirst().orElse(null);
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Door::text).collect(Collectors.joining(", "));
    }
}
