package dev.baton.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What happens in dialogs and what is told of it, whoever does it: customers, operators or the API. Whoever calls it holds the account's lock. */
final class Chat2DeskTalk {

    private final Chat2DeskAccount account;
    private final Chat2DeskSwitches switches;
    private final Chat2DeskEvents events;

    Chat2DeskTalk(Chat2DeskAccount account, Chat2DeskEvents events) {
        this.account = account;
        this.switches = account.switches;
        this.events = events;
    }

    /** A customer's message: it opens the dialog, and a new request where none is open. {@code filled} puts in what is not text. */
    Chat2DeskMessage customerSays(Chat2DeskClient client, long channel, String transport, String text, Consumer<Chat2DeskMessage> filled) {
        client.reached(channel, transport);
        boolean newClient = client.firstMessage == null && account.existingDialogOf(client.id) == null;
        Chat2DeskDialog dialog = account.dialogOf(client);
        client.firstMessage = client.firstMessage == null ? account.now() : client.firstMessage;
        client.lastMessage = account.now();
        if (newClient) {
            events.client("new_client", client);
        }
        boolean newRequest = dialog.request() == null;
        if (newRequest) {
            dialog.operator = switches.autoAssign;
        }
        open(dialog);
        Chat2DeskMessage message = add(dialog, "from_client", text, dialog.operator);
        message.read = false;
        filled.accept(message);
        events.inbox(message, newClient, newRequest);
        account.changed(dialog);
        return message;
    }

    /** An operator's or the API's message, by an operator or (0) nobody. {@code filled} puts in what is not text. */
    Chat2DeskMessage staffSays(Chat2DeskDialog dialog, String type, String text, long operator, boolean open, Consumer<Chat2DeskMessage> filled) {
        if (open && (type.equals("to_client") || type.equals("autoreply"))) {
            open(dialog);
        }
        Chat2DeskMessage message = add(dialog, type, text, operator);
        message.read = true;
        filled.accept(message);
        events.outbox(message);
        account.changed(dialog);
        return message;
    }

    /** Opens the dialog, and a request where none is open. */
    void open(Chat2DeskDialog dialog) {
        if (!dialog.open) {
            dialog.open = true;
            dialog.begin = account.now();
            dialog.end = null;
        }
        if (dialog.request() == null) {
            events.newRequest(dialog, account.request(dialog));
        }
        account.changed(dialog);
    }

    void close(Chat2DeskDialog dialog) {
        if (dialog.open) {
            Chat2DeskRequest request = dialog.request();
            dialog.open = false;
            dialog.end = account.now();
            end(request);
            events.closeDialog(dialog);
            if (request != null && switches.closeTellsRequest) {
                events.closeRequest(dialog, request);
            }
            account.changed(dialog);
        }
    }

    /** Closes the request only; the dialog stays as it is. */
    void closeRequest(Chat2DeskDialog dialog) {
        Chat2DeskRequest request = dialog.request();
        if (request != null) {
            end(request);
            events.closeRequest(dialog, request);
            account.changed(dialog);
        }
    }

    /** Gives the dialog to an operator, or (0) to the general queue. */
    void assign(Chat2DeskDialog dialog, long operator) {
        if (dialog.operator != operator) {
            dialog.operator = operator;
            if (switches.everyChangeTells) {
                events.transferred(dialog);
            }
            account.changed(dialog);
        }
    }

    /** As {@link #assign}, and always told. */
    void transfer(Chat2DeskDialog dialog, long operator) {
        dialog.operator = operator;
        events.transferred(dialog);
        account.changed(dialog);
    }

    /** Who of a group gets a dialog: the first who is online, the first at all if it is forced; 0 if nobody does. */
    long memberOf(Chat2DeskGroup group, boolean force) {
        List<Chat2DeskOperator> working = group.operators().stream().map(account.operators::get).filter(Chat2DeskOperator::works).toList();
        return working.stream().filter(one -> one.online).findFirst().or(() -> force ? working.stream().findFirst() : Optional.empty())
                .map(one -> one.id).orElse(0L);
    }

    private void end(Chat2DeskRequest request) {
        if (request != null) {
            request.end = account.now();
        }
    }

    private Chat2DeskMessage add(Chat2DeskDialog dialog, String type, String text, long operator) {
        Chat2DeskMessage message = account.message(dialog, type, text);
        message.channel = dialog.client.lastChannel;
        message.transport = dialog.client.lastTransport;
        message.operator = operator;
        message.request = dialog.lastRequest() == null ? 0 : dialog.lastRequest().id;
        return message;
    }
}
