package dev.baton.sandbox;

/** What nobody has confirmed about Blip, each with both ways to be; a gateway must pass with all of them. */
public final class BlipSwitches extends WebhookSwitches {

    /** Which notifications about agents' messages are posted to the custom channel. */
    public enum Notifications { NONE, BARE_ID, FWD_ID }

    /** What the customer writes before the ticket is open is delivered at once; else it is held until the ticket is open. */
    public volatile boolean deliverWhileWaiting;
    /** What the customer writes before the ticket is open is never delivered. */
    public volatile boolean dropWhileWaiting;
    /** A ticket message is posted when the customer closes or a ticket is transferred. */
    public volatile boolean ticketMessagesForClosed = true;
    /** A ticket message is posted for what the channel itself has done (opened, closed). */
    public volatile boolean echoOwnChanges;
    public volatile Notifications forwardNotifications = Notifications.NONE;
    /** A message to a closed ticket comes back as a failed notification; else it vanishes. */
    public volatile boolean failedForClosedTicket;
    /** A message whose id was used before is dropped; else the customer sees it twice. */
    public volatile boolean dropReusedIds;
    /** The header that carries the token. */
    public volatile String tokenHeader = "Authorization";
    /** What stands before the token, such as "Key " or "Bearer ". */
    public volatile String tokenPrefix = "";
    /** Content-Type is {@code application/json; charset=utf-8}. */
    public volatile boolean contentTypeCharset;
    /** The ticket's number is quoted. */
    public volatile boolean sequentialIdAsString;
    /** Webhooks carry {@code to}. */
    public volatile boolean withTo;
    /** Webhooks carry metadata. */
    public volatile boolean withMetadata;
    /** Open for a ticket that is open already fails. */
    public volatile boolean refuseReopen;
    /** ClosedAttendant for a ticket that was never opened fails. */
    public volatile boolean refuseCloseFromWaiting;
    /** Reason code for updates of a closed ticket. */
    public volatile int closedTicketCode = 61;
    /** Limits of each second; 0 for none. */
    public volatile int messagesPerSecond = 50;
    public volatile int notificationsPerSecond = 100;
    public volatile int commandsPerSecond = 200;
    /** How long 429 is answered once a limit was passed; 0: until the second is over. */
    public volatile long limitPenaltySeconds;
}
