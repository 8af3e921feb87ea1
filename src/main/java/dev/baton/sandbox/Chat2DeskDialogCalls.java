package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The calls about dialogs and requests. */
final class Chat2DeskDialogCalls {

    private final Chat2DeskAccount account;
    private final Chat2DeskTalk talk;
    private final Chat2DeskAnswers answers;
    private final Chat2DeskRepeats repeats;

    Chat2DeskDialogCalls(Chat2DeskAccount account, Chat2DeskTalk talk, Chat2DeskAnswers answers, Chat2DeskRepeats repeats) {
        this.account = account;
        this.talk = talk;
        this.answers = answers;
        this.repeats = repeats;
    }

    Answer answer(List<String> path, Call call) {
        String id = path.size() > 1 ? path.get(1) : "";
        String shape = Chat2DeskFront.shape(path, call);
        if (shape.equals("GET dialogs/*") && id.equals("unanswered")) {
            return unanswered(Chat2DeskGiven.of(call, Set.of("limit")));
        }
        return switch (shape) {
            case "GET dialogs" -> list(Chat2DeskGiven.of(call, Set.of("operator_id", "state", "limit", "limits", "offset", "order")), call);
            case "GET dialogs/*" -> {
                Chat2DeskGiven.of(call, Set.of());
                Chat2DeskDialog dialog = Chat2DeskAccount.named(account.dialogs, id, "dialog", call);
                repeats.lookedUp(dialog.client.id);
                yield answers.data(dialog.json(account.switches));
            }
            case "PUT dialogs/*" -> change(Chat2DeskAccount.named(account.dialogs, id, "dialog", call), call);
            case "PUT requests/*" -> {
                if (!id.equals("close")) {
                    throw Chat2DeskFront.noPage(call);
                }
                yield closeRequest(call);
            }
            case "GET requests/*" -> answers.data(request(id, call));
            case "GET requests/*/messages" -> {
                request(id, call);
                ArrayNode all = Json.MAPPER.createArrayNode();
                account.messages.values().stream().filter(one -> one.request == Loose.id(id))
                        .forEach(one -> all.add(one.json(account.switches).put("created", one.created.getEpochSecond())));
                yield answers.data(all);
            }
            default -> throw Chat2DeskFront.noPage(call);
        };
    }

    /** Somebody whom chats can be given to: known, working, and online unless it is forced. */
    static Chat2DeskOperator worker(Chat2DeskAccount account, String id, boolean force, Call call) {
        Chat2DeskOperator operator = Chat2DeskAccount.named(account.operators, String.valueOf(id), "operator", call);
        if (!operator.works()) {
            throw Chat2DeskError.missing("operator", id);
        }
        if (!operator.online && !force && account.switches.refuseOffline) {
            throw new Chat2DeskError(400, "operator " + operator.id + " is not available");
        }
        return operator;
    }

    private Answer list(Chat2DeskGiven given, Call call) {
        String state = given.text("state");
        if (state != null && !state.equals("open") && !state.equals("closed")) {
            call.wrong("state is neither open nor closed: " + state);
        }
        String operator = given.text("operator_id");
        repeats.lookedUp(0);
        List<Chat2DeskDialog> all = account.dialogs.values().stream().filter(one -> state == null || one.state().equals(state))
                .filter(one -> operator == null || one.operator == Loose.id(operator)).toList();
        return answers.page(all, false, given, call, one -> one.json(account.switches));
    }

    private Answer unanswered(Chat2DeskGiven given) {
        long seconds = given.number("limit");
        ArrayNode all = Json.MAPPER.createArrayNode();
        account.dialogs.values().stream().filter(one -> one.open && one.lastMessage() != null && one.lastMessage().customers()
                && !one.lastMessage().created.plusSeconds(seconds).isAfter(account.now())).forEach(one -> all.add(one.json(account.switches)));
        return answers.data(all);
    }

    private Answer change(Chat2DeskDialog dialog, Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("operator_id", "state", "initiator_id", "force_assign"));
        String state = given.text("state");
        if (state != null && !state.equals("open") && !state.equals("closed")) {
            throw Chat2DeskSending.refuse(call, "state", "is neither open nor closed");
        }
        if (!given.has("operator_id") && state == null) {
            throw Chat2DeskSending.refuse(call, "operator_id", "or state is required");
        }
        long operator = given.number("operator_id");
        if (operator != 0) {
            worker(account, given.text("operator_id"), given.truth("force_assign", false) || "closed".equals(state), call);
        }
        if ("open".equals(state)) {
            talk.open(dialog);
        }
        if (operator != 0 || given.has("operator_id") && account.switches.nullClears && !"closed".equals(state)) {
            talk.assign(dialog, operator);
        }
        if ("closed".equals(state)) {
            talk.close(dialog);
        }
        return answers.data(dialog.json(account.switches));
    }

    private Answer closeRequest(Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("client_id"));
        Chat2DeskClient client = Chat2DeskAccount.named(account.clients, String.valueOf(given.text("client_id")), "client", call);
        Chat2DeskDialog dialog = account.existingDialogOf(client.id);
        if (dialog != null) {
            talk.closeRequest(dialog);
        }
        return answers.data(null);
    }

    private ObjectNode request(String id, Call call) {
        Chat2DeskGiven.of(call, Set.of());
        for (Chat2DeskDialog dialog : account.dialogs.values()) {
            for (Chat2DeskRequest one : dialog.requests) {
                if (one.id == Loose.id(id)) {
                    ObjectNode node = Json.object().put("id", one.id).put("dialog_id", dialog.id).put("client_id", dialog.client.id)
                            .put("begin", Chat2DeskDates.shown(one.begin, account.switches.dottedDates))
                            .put("end", Chat2DeskDates.shown(one.end, account.switches.dottedDates));
                    node.set("tags", Json.tree(one.tags));
                    return node;
                }
            }
        }
        call.wrong("unknown request " + id);
        throw Chat2DeskError.missing("request", id);
    }
}
