package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A Chat2Desk account, strict to what is known of Chat2Desk's API; the API is below {@code /v1}. {@link #customers}, {@link #desk} and {@link #office} play
 * the people,
 * {@link #hooks} shows where webhooks go.
 */
public final class Chat2DeskSimulator extends Simulator {

    /** The operator whose API token it is: the bot's. */
    public static final long BOT = 30_711;
    /** An operator who is online, in the group {@link #SUPPORT}. */
    public static final long JOANA = 30_812;
    /** An operator who is offline, in the groups {@link #SUPPORT} and {@link #NIGHT_SHIFT}. */
    public static final long MARK = 30_813;
    /** A group of operators with somebody online. */
    public static final long SUPPORT = 14;
    /** A group of operators of whom nobody is online. */
    public static final long NIGHT_SHIFT = 15;
    /** The channel with the transports widget, telegram, whatsapp, wa_dialog, viber and sms. */
    public static final long MESSENGERS = 410;
    /** The external channel, which an integration feeds. */
    public static final long EXTERNAL = 411;

    private final Chat2DeskSwitches switches;
    private final Chat2DeskAccount account;
    private final Chat2DeskHooks hooks;
    private final Chat2DeskEvents events;
    private final Chat2DeskRepeats repeats = new Chat2DeskRepeats();
    private final Chat2DeskFront front;
    private final Chat2DeskCustomers customers;
    private final Chat2DeskDesk desk;
    private final Chat2DeskOffice office;

    /** With a wire log of its own. */
    public Chat2DeskSimulator(Clock clock, Chat2DeskSettings settings) {
        this(clock, settings, new WireLog(1000));
    }

    public Chat2DeskSimulator(Clock clock, Chat2DeskSettings settings, WireLog log) {
        this(clock, settings, log, new Chat2DeskSwitches());
    }

    private Chat2DeskSimulator(Clock clock, Chat2DeskSettings settings, WireLog log, Chat2DeskSwitches switches) {
        super("Chat2Desk", clock, log, switches);
        this.switches = switches;
        webhooks.secret(settings.secret());
        account = new Chat2DeskAccount(settings, switches, clock, this::changed);
        hooks = new Chat2DeskHooks(switches, clock, webhooks);
        events = new Chat2DeskEvents(account, hooks);
        Chat2DeskTalk talk = new Chat2DeskTalk(account, events);
        customers = new Chat2DeskCustomers(account, talk);
        desk = new Chat2DeskDesk(account, talk);
        office = new Chat2DeskOffice(account);
        front = new Chat2DeskFront(account, hooks, events, talk, repeats, new Limit(clock, 60));
    }

    public Chat2DeskSwitches switches() {
        return switches;
    }

    /** Plays the customers. */
    public Chat2DeskCustomers customers() {
        return customers;
    }

    /** Plays the operators. */
    public Chat2DeskDesk desk() {
        return desk;
    }

    /** Plays the administrators. */
    public Chat2DeskOffice office() {
        return office;
    }

    /** Clients, dialogs, requests and messages get numbers from here on, so that a simulator that is started anew does not give old numbers to new things. */
    public void numberFrom(long first) {
        synchronized (account) {
            account.numberFrom(first);
        }
    }

    /** The registered webhooks as GET would show them. */
    public List<JsonNode> hooks() {
        synchronized (hooks) {
            return hooks.registered.values().stream().<JsonNode>map(hook -> hook.json(switches)).toList();
        }
    }

    /** Addresses of the webhooks that are registered and not switched off. */
    public Set<String> hookUrls() {
        synchronized (hooks) {
            Set<String> urls = new LinkedHashSet<>();
            hooks.registered.values().stream().filter(hook -> hook.on).forEach(hook -> urls.add(hook.url));
            return urls;
        }
    }

    /** Switches a webhook off (or on), as Chat2Desk does after 5 hours without success. */
    public void hook(long id, boolean on) {
        synchronized (hooks) {
            Chat2DeskHook hook = Chat2DeskAccount.known(hooks.registered, id, "webhook");
            if (on) {
                hooks.on(hook);
            } else {
                hooks.givenUp(hook);
            }
        }
    }

    /** Switches all webhooks off. */
    public void switchWebhooksOff() {
        synchronized (hooks) {
            hooks.registered.values().forEach(hooks::givenUp);
        }
    }

    /** Deliveries that wait for their time by the simulator's clock: late ones, and those that were not answered 200. */
    public int waiting() {
        return hooks.waiting();
    }

    /** Sends any event, with a body of which {@code hook_type} and {@code event_time} are filled in. For those that nothing else here brings about. */
    public void event(String event, ObjectNode body) {
        if (!Chat2DeskEvents.ALL.contains(event)) {
            throw new IllegalArgumentException("Chat2Desk has no event " + event + ", only " + Chat2DeskEvents.ALL);
        }
        synchronized (account) {
            events.send(event, 0, Loose.id(body, "dialog_id"), body);
        }
    }

    /** The messenger could not bring this message: {@code outbox_status} tells so. */
    public void notDelivered(long message, String error) {
        reached(message, "error", error);
    }

    /** The messenger says how far this message has got, with an error or null: {@code outbox_status} tells so. No word for it is confirmed. */
    public void reached(long message, String status, String error) {
        synchronized (account) {
            events.outboxStatus(Chat2DeskAccount.known(account.messages, message, "message"), status, error);
        }
    }

    /** The fault "the calls of the month are used up"; nothing is done. */
    public static Fault monthLimit() {
        return Fault.commandFailure(429, Chat2DeskError.MONTH);
    }

    @Override
    public void close() {
        hooks.close();
        super.close();
    }

    @Override
    Answer platform(Call call) {
        return front.answer(call);
    }

    /** Errors that Chat2Desk has texts for carry them. */
    @Override
    Answer refused(Call call, Fault fault) {
        if (fault.failure() != null) {
            return front.refused(fault.failure().code(), fault.failure().description());
        }
        Answer plain = super.refused(call, fault);
        Answer said = switch (plain.status()) {
            case 401 -> front.refused(401, Chat2DeskError.AUTH);
            case 429 -> front.refused(429, Chat2DeskError.TOO_MANY);
            default -> plain;
        };
        return plain.headers().containsKey("Retry-After") ? said.with("Retry-After", plain.headers().get("Retry-After")) : said;
    }

    @Override
    void unanswered(Call call) {
        repeats.unanswered(call);
    }

    @Override
    JsonNode control(String method, List<String> path, JsonNode body) {
        return Chat2DeskControl.answer(this, account, method, path, body);
    }

    @Override
    void mounted(String at) {
        super.mounted(at);
        account.storage.at(at);
    }
}
