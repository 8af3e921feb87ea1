package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The calls about messages: lists, one, read marks, and those that move a message's dialog to somebody. */
final class Chat2DeskMessageCalls {

    private static final Set<String> LIST = Set.of("transport", "channel_id", "client_id", "type", "dialog_id", "read", "start_date", "finish_date",
            "operator_id", "order", "start_id", "limit", "limits", "offset");

    private final Chat2DeskAccount account;
    private final Chat2DeskTalk talk;
    private final Chat2DeskAnswers answers;
    private final Chat2DeskRepeats repeats;
    private final Chat2DeskSending sending;
    private final Chat2DeskInbox inbox;

    Chat2DeskMessageCalls(Chat2DeskAccount account, Chat2DeskTalk talk, Chat2DeskAnswers answers, Chat2DeskRepeats repeats) {
        this.account = account;
        this.talk = talk;
        this.answers = answers;
        this.repeats = repeats;
        this.sending = new Chat2DeskSending(account, talk, answers, repeats);
        this.inbox = new Chat2DeskInbox(account, talk, answers, repeats);
    }

    Answer answer(List<String> path, Call call) {
        String id = path.size() > 1 ? path.get(1) : "";
        if (id.equals("inbox")) {
            return inbox.answer(path, call);
        }
        return switch (Chat2DeskFront.shape(path, call)) {
            case "GET messages" -> list(Chat2DeskGiven.of(call, LIST), call);
            case "POST messages" -> sending.answer(call);
            case "GET messages/*" -> {
                Chat2DeskGiven.of(call, Set.of());
                yield answers.data(message(id, call).json(account.switches));
            }
            case "GET messages/*/read", "GET messages/*/unread" -> {
                Chat2DeskGiven.of(call, Set.of());
                Chat2DeskMessage message = message(id, call);
                message.read = path.get(2).equals("read");
                account.changed(message.dialog);
                yield answers.data(message.json(account.switches));
            }
            case "GET messages/*/transfer" -> toOperator(id, Chat2DeskGiven.of(call, Set.of("operator_id", "initiator_id", "force_assign")), call);
            case "POST messages/*/assign" -> toOperator(id, Chat2DeskGiven.of(call, Set.of("operator_id")), call);
            case "GET messages/*/transfer_to_group" -> toGroup(id, call);
            default -> throw Chat2DeskFront.noPage(call);
        };
    }

    private Answer list(Chat2DeskGiven given, Call call) {
        repeats.lookedUp(given.number("client_id"));
        Predicate<Chat2DeskMessage> filter = is(given, "transport", one -> one.transport);
        filter = filter.and(is(given, "channel_id", one -> String.valueOf(one.channel)))
                .and(is(given, "client_id", one -> String.valueOf(one.dialog.client.id))).and(is(given, "type", one -> one.type))
                .and(is(given, "dialog_id", one -> String.valueOf(one.dialog.id))).and(is(given, "read", one -> one.read ? "1" : "0"))
                .and(is(given, "operator_id", one -> String.valueOf(one.operator)));
        LocalDate first = given.text("start_date") == null ? LocalDate.MIN : Chat2DeskDates.day("start_date", given.text("start_date"));
        LocalDate last = given.text("finish_date") == null ? LocalDate.MAX : Chat2DeskDates.day("finish_date", given.text("finish_date"));
        long from = given.number("start_id");
        filter = filter.and(one -> one.id >= from && !Chat2DeskDates.day(one.created).isBefore(first) && !Chat2DeskDates.day(one.created).isAfter(last));
        List<Chat2DeskMessage> all = account.messages.values().stream().filter(filter).toList();
        return answers.page(all, false, given, call, one -> one.json(account.switches));
    }

    private Answer toOperator(String id, Chat2DeskGiven given, Call call) {
        Chat2DeskDialog dialog = message(id, call).dialog;
        Chat2DeskOperator operator = Chat2DeskDialogCalls.worker(account, given.text("operator_id"), given.truth("force_assign", false), call);
        repeats.doing(call, "transfer to operator " + operator.id, dialog.client.id);
        talk.transfer(dialog, operator.id);
        return transferred();
    }

    private Answer toGroup(String id, Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("group_id", "initiator_id", "force", "force_assign"));
        Chat2DeskDialog dialog = message(id, call).dialog;
        Chat2DeskGroup group = Chat2DeskAccount.named(account.groups, String.valueOf(given.text("group_id")), "operator group", call);
        boolean force = given.truth("force_assign", given.truth("force", false)) || !account.switches.refuseOffline;
        long operator = talk.memberOf(group, force);
        if (operator == 0) {
            throw new Chat2DeskError(400, "operator group " + group.id() + " has no available operator");
        }
        repeats.doing(call, "transfer to group " + group.id(), dialog.client.id);
        talk.transfer(dialog, operator);
        return transferred();
    }

    private Answer transferred() {
        JsonNode nothing = Json.MAPPER.createArrayNode();
        return answers.data(nothing);
    }

    private Chat2DeskMessage message(String id, Call call) {
        return Chat2DeskAccount.named(account.messages, id, "message", call);
    }

    private static Predicate<Chat2DeskMessage> is(Chat2DeskGiven given, String field, Function<Chat2DeskMessage, String> value) {
        String wanted = given.text(field);
        return wanted == null ? one -> true : one -> wanted.equals(value.apply(one));
    }
}
