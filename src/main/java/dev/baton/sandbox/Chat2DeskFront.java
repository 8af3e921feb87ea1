package dev.baton.sandbox;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Chat2Desk's HTTP side: who calls, how often, and which call it is. */
final class Chat2DeskFront {

    private final Chat2DeskAccount account;
    private final Chat2DeskSwitches switches;
    private final Limit limit;
    private final Chat2DeskMessageCalls messages;
    private final Chat2DeskDialogCalls dialogs;
    private final Chat2DeskClientCalls clients;
    private final Chat2DeskTagCalls tags;
    private final Chat2DeskHookCalls hooks;
    private final Chat2DeskLookups lookups;
    private YearMonth month;
    private int thisMonth;

    Chat2DeskFront(Chat2DeskAccount account, Chat2DeskHooks hooks, Chat2DeskEvents events, Chat2DeskTalk talk, Chat2DeskRepeats repeats, Limit limit) {
        this.account = account;
        this.switches = account.switches;
        this.limit = limit;
        Chat2DeskAnswers answers = new Chat2DeskAnswers(switches);
        this.messages = new Chat2DeskMessageCalls(account, talk, answers, repeats);
        this.dialogs = new Chat2DeskDialogCalls(account, talk, answers, repeats);
        this.clients = new Chat2DeskClientCalls(account, events, answers);
        this.tags = new Chat2DeskTagCalls(account, events, answers);
        this.hooks = new Chat2DeskHookCalls(account, hooks, answers);
        this.lookups = new Chat2DeskLookups(account, answers, () -> thisMonth);
    }

    Answer answer(Call call) {
        call.checkHeaders();
        // Some clients send it; Chat2Desk does not mind.
        call.wrong.remove("unexpected header Source");
        if (call.method.equals("GET") && call.path.startsWith("/storage/")) {
            Chat2DeskStorage.Stored file = account.storage.find(call.path.substring("/storage/".length()));
            return file == null ? Answer.empty(404) : Answer.of(200, file.contentType(), file.bytes());
        }
        try {
            synchronized (account) {
                return route(call);
            }
        } catch (Chat2DeskError error) {
            Answer answer = error.answer(switches);
            return error.status == 429 && switches.retryAfter ? answer.with("Retry-After", "60") : answer;
        }
    }

    /** What a call is answered that is refused without being looked at. */
    Answer refused(int status, String message) {
        return new Chat2DeskError(status, message).answer(switches);
    }

    private Answer route(Call call) {
        List<String> path = Arrays.stream(call.path.split("/")).filter(part -> !part.isEmpty()).map(Call::percent).toList();
        if (path.size() < 2 || !path.get(0).equals("v1")) {
            throw noPage(call);
        }
        String token = call.header("Authorization");
        if (token == null || token.isBlank()) {
            call.wrong("no token");
            throw new Chat2DeskError(401, Chat2DeskError.NO_TOKEN);
        }
        if (!account.tokens.containsKey(token)) {
            call.wrong(token.startsWith("Bearer ") ? "the token goes bare, without Bearer" : "wrong token");
            throw new Chat2DeskError(401, Chat2DeskError.AUTH);
        }
        count();
        if (call.method.equals("GET") && call.body.length > 0) {
            call.wrong("GET with a body");
        }
        List<String> parts = path.subList(1, path.size());
        return switch (parts.get(0)) {
            case "messages" -> messages.answer(parts, call);
            case "dialogs", "requests" -> dialogs.answer(parts, call);
            case "clients" -> clients.answer(parts, call);
            case "tags" -> tags.answer(parts, call);
            case "webhooks" -> hooks.answer(parts, call);
            default -> lookups.answer(parts, call);
        };
    }

    private void count() {
        YearMonth now = YearMonth.from(account.now().atOffset(ZoneOffset.UTC));
        thisMonth = now.equals(month) ? thisMonth : 0;
        month = now;
        if (switches.perMonth > 0 && thisMonth >= switches.perMonth) {
            throw new Chat2DeskError(429, Chat2DeskError.MONTH);
        }
        if (!limit.take(switches.perMinute, 0)) {
            throw new Chat2DeskError(429, Chat2DeskError.TOO_MANY);
        }
        thisMonth++;
    }

    /** No such call. */
    static Chat2DeskError noPage(Call call) {
        call.wrong("unknown call " + call.method + " " + call.path);
        return new Chat2DeskError(404, Chat2DeskError.NO_PAGE);
    }

    /** The path with "*" for its second part, behind the method. */
    static String shape(List<String> path, Call call) {
        return call.method + " " + BlipControl.shape(path);
    }
}
