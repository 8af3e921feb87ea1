package dev.baton.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;

/** What an account is set to, and what nobody has confirmed about Chat2Desk, each with several ways to be; a gateway must pass with all of them. */
public final class Chat2DeskSwitches extends WebhookSwitches {

    /** What an error's body has: message and map of fields, or one of both. */
    public enum Errors { BOTH, MESSAGE, MAP }

    /** What PUT of a client is answered with. */
    public enum Updated { OBJECT, ARRAY, NOTHING }

    /** How a webhook that was switched off is shown by GET: by its status, by words among its errors, by no more than the deliveries that failed, or no longer at all. */
    public enum Off { STATUS, ERRORS, FAILURES, GONE }

    /** The account's automatic assignment: this operator gets each new request; 0: off, the general queue gets it. */
    public volatile long autoAssign;
    /** The account may write to a customer first. */
    public volatile boolean writeFirst = true;
    /** API calls of a minute; 0 for no limit. */
    public volatile int perMinute;
    /** API calls of a month; 0 for no limit. */
    public volatile int perMonth;
    /** 429 carries Retry-After. */
    public volatile boolean retryAfter;
    /** Errors are answered 200; else 400, 401, 404 or 429. */
    public volatile boolean errorsWith200;
    public volatile Errors errors = Errors.BOTH;
    public volatile Updated updatedClient = Updated.OBJECT;
    /** Answers have no {@code status}. */
    public volatile boolean noStatus;
    /** What is made is answered 200; else a webhook is answered 201. */
    public volatile boolean createAnswers200;
    /** Dates are {@code 14.03.2023 09:41:05}; else {@code 2023-03-14T09:41:05 UTC}. */
    public volatile boolean dottedDates;
    /** Messages that the API shows have {@code external_id}; webhooks have it in any case. */
    public volatile boolean externalIdShown;
    /** A message of the API that names no operator is the token's operator's, who gets the dialog if nobody has it. */
    public volatile boolean messageAssigns;
    /** {@code operator_id: null} of a dialog's PUT gives it back to the general queue; else it changes nothing. */
    public volatile boolean nullClears = true;
    /** A transfer to somebody who is offline is refused unless {@code force_assign} is set. */
    public volatile boolean refuseOffline = true;
    /** Whenever a dialog's operator changes {@code dialog_transferred} tells so; else only after a transfer. */
    public volatile boolean everyChangeTells = true;
    /** Closing a dialog tells {@code close_request} too. */
    public volatile boolean closeTellsRequest = true;
    /** A new client's first {@code inbox} has no {@code dialog_id} yet, as the manual prints it. */
    public volatile boolean firstDialogNull = true;
    /** {@code inbox} leaves {@code operator_id} out. */
    public volatile boolean noOperatorKey;
    /** {@code inbox} has only what real receivers need: client, message and text, all as text. */
    public volatile boolean smallest;
    /** Ids in webhooks are quoted. */
    public volatile boolean quotedIds;
    /** {@code is_new_request} and {@code is_new_client} are true and false; else 1 and "". */
    public volatile boolean flagsAsBooleans;
    /** {@code is_new_request} stands at every message of a request. */
    public volatile boolean newRequestRepeats;
    /** Attachments in webhooks are {@code {content_type, file: {url}}}; else {@code {name, link}}. */
    public volatile boolean nestedFiles;
    /** Words in webhooks are HTML. */
    public volatile boolean htmlText;
    /** Names of events are in upper case. */
    public volatile boolean upperCaseEvents;
    /** Files that are no images are stored as links. */
    public volatile boolean filesAsLinks;
    /** Files that people in the simulator send are served by it; else their links lead to storage.chat2desk.com, where nothing is. */
    public volatile boolean storageHere;
    public volatile Off switchedOff = Off.STATUS;
    /** Webhooks come this many seconds late, by the simulator's clock; only those of {@link #lateEvents} if any are named. */
    public volatile long lateSeconds;
    public volatile Set<String> lateEvents = Set.of();
    /** Webhooks are signed with it: {@code X-Signature}, the HMAC-SHA256 of the body in hex. Empty: unsigned. Header and way are not confirmed. */
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
    public volatile String hmacSecret = "";
}
