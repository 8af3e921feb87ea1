package dev.baton.sandbox;

/** What nobody has confirmed about Deskie, each with several ways to be; a gateway must pass with all of them. */
public final class DeskieSwitches extends WebhookSwitches {

    /** How webhooks are written. */
    public enum Mode { FORM, MULTIPART, JSON }

    /** How an empty list looks. */
    public enum Empty { CASE_ARRAY, EMPTY_OBJECT, TOTAL_ZERO, ARRAY }

    public volatile Mode webhookMode = Mode.FORM;
    /** Internal notes go to the webhook too, marked {@code note=1}. */
    public volatile boolean noteWebhooks;
    /** {@code b_from_api} stands at the top level, not inside {@code object}. */
    public volatile boolean fromApiAtTopLevel;
    /** Agents' words arrive as HTML. */
    public volatile boolean htmlContent;
    /** API calls of an hour; 0 for no limit. */
    public volatile int hourlyLimit = 500;
    /** An exhausted limit is answered 403 "rate limit exceeded", not 429. */
    public volatile boolean legacyRateLimit;
    /** 429 carries Retry-After. */
    public volatile boolean retryAfter;
    /** {@code api_calls_left} is left out, as a proxy may do that drops names with underscores. */
    public volatile boolean dropCallsLeft;
    /** A user's message sets a case to open. */
    public volatile boolean userMessageOpens = true;
    /** An agent's answer sets a case to waiting. */
    public volatile boolean answerSetsWaiting = true;
    /** A case that is waiting says "pending". */
    public volatile boolean pendingSynonym;
    /** Creating a case or a message is answered 200, not 201. */
    public volatile boolean createAnswers200;
    public volatile Empty emptyList = Empty.CASE_ARRAY;
    /** Ids are quoted and booleans are 1 and 0. */
    public volatile boolean looseTypes;
    /** Reading a merged case is answered 200 with its {@code parent_case_id}, not 404. */
    public volatile boolean mergedCaseReadable;
    /** The answer's {@code channel} is the custom channel's key; else it is "chat". */
    public volatile boolean echoChannel = true;
    /** Asking for a user's cases lists those of linked profiles too. */
    public volatile boolean listLinkedCases;
    /** Binned cases are listed. */
    public volatile boolean listBinned = true;
    /** An unknown channel is answered 422, not 400. */
    public volatile boolean strictChannel;
    /** The list's default order is oldest first. */
    public volatile boolean oldestFirst;
    /** Links of attachments are fetched; one that answers nothing is refused. */
    public volatile boolean fetchLinks;
    /** Files want the API's login. */
    public volatile boolean filesWantLogin;
}
