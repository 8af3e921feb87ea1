package dev.baton.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The account's operators, channels, clients, dialogs and messages. Whoever calls it holds its lock. */
final class Chat2DeskAccount {

    final Chat2DeskSettings settings;
    final Chat2DeskSwitches switches;
    final Chat2DeskStorage storage;
    /** Whose each API token is. All tokens of a company see and do the same. */
    final Map<String, Long> tokens = new LinkedHashMap<>();
    final Map<Long, Chat2DeskOperator> operators = new LinkedHashMap<>();
    final Map<Long, Chat2DeskGroup> groups = new LinkedHashMap<>();
    final Map<Long, Chat2DeskChannel> channels = new LinkedHashMap<>();
    final Map<Long, Chat2DeskTag> tags = new LinkedHashMap<>();
    final Map<Long, Chat2DeskClient> clients = new LinkedHashMap<>();
    final Map<Long, Chat2DeskDialog> dialogs = new LinkedHashMap<>();
    final Map<Long, Chat2DeskMessage> messages = new LinkedHashMap<>();
    private final Map<Long, Chat2DeskDialog> byClient = new LinkedHashMap<>();
    private final Clock clock;
    private final Consumer<String> changed;
    private long lastClient = 500_482_963;
    private long lastDialog = 610_007_309;
    private long lastMessage = 880_099;
    private long lastRequest = 99_119;

    Chat2DeskAccount(Chat2DeskSettings settings, Chat2DeskSwitches switches, Clock clock, Consumer<String> changed) {
        this.settings = settings;
        this.switches = switches;
        this.storage = new Chat2DeskStorage(switches);
        this.clock = clock;
        this.changed = changed;
        tokens.put(settings.token(), Chat2DeskSimulator.BOT);
        operator(Chat2DeskSimulator.BOT, "bot@acme.example", "Acme", "Bot", "operator", true);
        operator(Chat2DeskSimulator.JOANA, "joana@acme.example", "Joana", "Silva", "operator", true);
        operator(Chat2DeskSimulator.MARK, "mark@acme.example", "Mark", "Holm", "operator", false);
        operator(30_700, "olga@acme.example", "Olga", "Marin", "supervisor", true);
        operator(30_690, "left@acme.example", "Lee", "Gone", "disabled", false);
        group(Chat2DeskSimulator.SUPPORT, "Support", Chat2DeskSimulator.JOANA, Chat2DeskSimulator.MARK);
        group(Chat2DeskSimulator.NIGHT_SHIFT, "Night shift", Chat2DeskSimulator.MARK);
        channel(Chat2DeskSimulator.MESSENGERS, "Acme", "+351700000410", "widget", "telegram", "whatsapp", "wa_dialog", "viber", "sms");
        channel(Chat2DeskSimulator.EXTERNAL, "Baton", null, "external");
        tags.put(71L, new Chat2DeskTag(71, 7, "Topic", "delivery", "About a delivery"));
        tags.put(72L, new Chat2DeskTag(72, 7, "Topic", "payment", "About a payment"));
    }

    void numberFrom(long first) {
        lastClient = first - 1;
        lastDialog = first - 1;
        lastMessage = first - 1;
        lastRequest = first - 1;
    }

    void operator(long id, String email, String firstName, String lastName, String role, boolean online) {
        operators.put(id, new Chat2DeskOperator(id, email, firstName, lastName, role, online, now()));
    }

    void group(long id, String name, Long... members) {
        groups.put(id, new Chat2DeskGroup(id, name, List.of(members)));
    }

    void channel(long id, String name, String phone, String... transports) {
        channels.put(id, new Chat2DeskChannel(id, name, phone, List.of(transports)));
    }

    Instant now() {
        return clock.instant();
    }

    /** Tells the sandbox's page that a client's dialog has changed. */
    void changed(Chat2DeskDialog dialog) {
        changed.accept("dialog " + dialog.id);
    }

    Chat2DeskClient client(String phone) {
        Chat2DeskClient client = new Chat2DeskClient(++lastClient, phone);
        clients.put(client.id, client);
        return client;
    }

    /** The client of that phone, mark of the transport included; null if there is none. */
    Chat2DeskClient byPhone(String phone) {
        return clients.values().stream().filter(client -> client.phone.equals(phone)).findFirst().orElse(null);
    }

    /** The client's dialog, made closed if there is none. */
    Chat2DeskDialog dialogOf(Chat2DeskClient client) {
        return byClient.computeIfAbsent(client.id, key -> {
            Chat2DeskDialog dialog = new Chat2DeskDialog(++lastDialog, client);
            dialogs.put(dialog.id, dialog);
            return dialog;
        });
    }

    /** Null if nobody has said anything yet. */
    Chat2DeskDialog existingDialogOf(long client) {
        return byClient.get(client);
    }

    Chat2DeskRequest request(Chat2DeskDialog dialog) {
        Chat2DeskRequest request = new Chat2DeskRequest(++lastRequest, now());
        dialog.requests.add(request);
        return request;
    }

    Stream<Chat2DeskRequest> requests() {
        return dialogs.values().stream().flatMap(dialog -> dialog.requests.stream());
    }

    /** Puts a message into a dialog, not yet told to anybody. */
    Chat2DeskMessage message(Chat2DeskDialog dialog, String type, String text) {
        Chat2DeskMessage message = new Chat2DeskMessage(++lastMessage, type, text, now());
        message.dialog = dialog;
        dialog.messages.add(message);
        messages.put(message.id, message);
        return message;
    }

    long openedDialogs(long operator) {
        return dialogs.values().stream().filter(dialog -> dialog.open && dialog.operator == operator).count();
    }

    /** A thing that is surely there, for those who play the people. */
    static <T> T known(Map<Long, T> all, long id, String what) {
        T one = all.get(id);
        if (one == null) {
            throw new NoSuchElementException("there is no " + what + " " + id);
        }
        return one;
    }

    /** A thing that a call names by its id, as number or text. Operators are chosen by people, who may be wrong; whoever calls must know the rest. */
    static <T> T named(Map<Long, T> all, String id, String what, Call call) {
        T one = all.get(Loose.id(id));
        if (one == null) {
            if (!what.startsWith("operator")) {
                call.wrong("unknown " + what + " " + id);
            }
            throw Chat2DeskError.missing(what, id);
        }
        return one;
    }
}
