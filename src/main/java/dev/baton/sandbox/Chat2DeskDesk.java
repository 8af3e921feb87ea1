package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Plays the operators of the simulated Chat2Desk. Dialogs are named by their ids. */
public final class Chat2DeskDesk {

    private final Chat2DeskAccount account;
    private final Chat2DeskTalk talk;

    Chat2DeskDesk(Chat2DeskAccount account, Chat2DeskTalk talk) {
        this.account = account;
        this.talk = talk;
    }

    /** The operator takes the chat. */
    public void accept(long dialog, long operator) {
        synchronized (account) {
            talk.open(known(dialog));
            talk.assign(known(dialog), operator(operator).id);
        }
    }

    /** The account's own rules give the chat to an operator, or (0) to the general queue, and nobody is told. */
    public void given(long dialog, long operator) {
        synchronized (account) {
            known(dialog).operator = operator == 0 ? 0 : operator(operator).id;
            account.changed(known(dialog));
        }
    }

    /** The operator writes to the customer, and takes a chat that nobody has. Returns the message's id. */
    public long answer(long dialog, long operator, String text) {
        return answer(dialog, operator, text, null);
    }

    /** The same, with a file. */
    public long answerWithFile(long dialog, long operator, String text, String name, String contentType, byte[] bytes) {
        synchronized (account) {
            return answer(dialog, operator, text, account.storage.keep(name, contentType, bytes));
        }
    }

    /** The operator leaves a comment, which the customer does not see. Returns the message's id. */
    public long comment(long dialog, long operator, String text) {
        synchronized (account) {
            return talk.staffSays(known(dialog), "comment", text, operator(operator).id, false, message -> { }).id;
        }
    }

    /** Chat2Desk's own menu writes to the customer ({@code autoreply}), or leaves a service text at the desk ({@code system}). Returns the message's id. */
    public long machine(long dialog, String type, String text) {
        synchronized (account) {
            return talk.staffSays(known(dialog), type, text, 0, false, message -> { }).id;
        }
    }

    /** The chat goes to another operator. */
    public void transfer(long dialog, long operator) {
        synchronized (account) {
            talk.transfer(known(dialog), operator(operator).id);
        }
    }

    /** The chat goes to a group: to its first operator who is online, else to its first. */
    public void transferToGroup(long dialog, long group) {
        synchronized (account) {
            talk.transfer(known(dialog), talk.memberOf(Chat2DeskAccount.known(account.groups, group, "group of operators"), true));
        }
    }

    /** The chat goes back to the general queue. */
    public void queue(long dialog) {
        synchronized (account) {
            talk.assign(known(dialog), 0);
        }
    }

    public void close(long dialog) {
        synchronized (account) {
            talk.close(known(dialog));
        }
    }

    public void open(long dialog) {
        synchronized (account) {
            talk.open(known(dialog));
        }
    }

    /** The request is closed, the chat stays open. */
    public void closeRequest(long dialog) {
        synchronized (account) {
            talk.closeRequest(known(dialog));
        }
    }

    /** The operator who has the chat; 0: it is in the general queue. */
    public long operatorOf(long dialog) {
        synchronized (account) {
            return known(dialog).operator;
        }
    }

    /** open or closed. */
    public String state(long dialog) {
        synchronized (account) {
            return known(dialog).state();
        }
    }

    /** The messages of a dialog, in order, comments and service texts included. */
    public List<Chat2DeskMessage> messages(long dialog) {
        synchronized (account) {
            return List.copyOf(known(dialog).messages);
        }
    }

    /** What operators see of a dialog. */
    public ObjectNode sees(long dialog) {
        synchronized (account) {
            return Chat2DeskView.dialog(account, known(dialog));
        }
    }

    JsonNode all() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        synchronized (account) {
            account.dialogs.values().forEach(dialog -> all.add(Chat2DeskView.summary(account, dialog)));
        }
        return all;
    }

    private long answer(long id, long operator, String text, Chat2DeskFile file) {
        synchronized (account) {
            Chat2DeskDialog dialog = known(id);
            talk.open(dialog);
            if (dialog.operator == 0) {
                talk.assign(dialog, operator(operator).id);
            }
            return talk.staffSays(dialog, "to_client", text, operator(operator).id, true, message -> {
                if (file != null) {
                    message.files.add(file);
                }
            }).id;
        }
    }

    private Chat2DeskDialog known(long dialog) {
        return Chat2DeskAccount.known(account.dialogs, dialog, "dialog");
    }

    private Chat2DeskOperator operator(long id) {
        return Chat2DeskAccount.known(account.operators, id, "operator");
    }
}
