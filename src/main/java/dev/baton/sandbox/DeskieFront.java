package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Deskie's HTTP side: who calls, how often, and which call it is. */
final class DeskieFront {

    private final DeskieSimulator deskie;
    private final DeskieAccount account;
    private final DeskieSwitches switches;
    private final Limit limit;
    private final String authorization;
    private final DeskieCaseCalls cases;
    private final DeskiePeople people;

    DeskieFront(DeskieSimulator deskie, DeskieAccount account, Limit limit) {
        this.deskie = deskie;
        this.account = account;
        this.switches = account.switches;
        this.limit = limit;
        this.authorization = "Basic " + Base64.getEncoder()
                .encodeToString((account.settings.email() + ":" + account.settings.apiKey()).getBytes(StandardCharsets.UTF_8));
        DeskieBodies bodies = new DeskieBodies(account);
        this.cases = new DeskieCaseCalls(deskie, account, bodies);
        this.people = new DeskiePeople(account, bodies);
    }

    Answer answer(Call call) {
        call.checkHeaders();
        if (call.path.startsWith("/files/")) {
            return file(call);
        }
        Answer answer;
        try {
            answer = route(call);
        } catch (DeskieError error) {
            answer = Answer.json(error.status, Json.object().put("error", error.getMessage()));
            if (error.status == 429 && switches.retryAfter) {
                answer = answer.with("Retry-After", String.valueOf(3600 - deskie.clock.instant().getEpochSecond() % 3600));
            }
        }
        return switches.dropCallsLeft ? answer
                : answer.with("api_calls_left", String.valueOf(switches.hourlyLimit <= 0 ? 500 : limit.left(switches.hourlyLimit)));
    }

    private Answer route(Call call) {
        List<String> path = Arrays.stream(call.path.split("/")).filter(part -> !part.isEmpty()).map(Call::percent).toList();
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        if (path.size() < 2 || !path.get(0).equals("api") || !last.endsWith(".json")) {
            throw unknown(call);
        }
        if (!authorization.equals(call.header("Authorization"))) {
            call.wrong(call.header("Authorization") == null ? "no Authorization" : "wrong Authorization");
            throw new DeskieError(401, "unauthorized");
        }
        if (!limit.take(switches.hourlyLimit, 0)) {
            throw switches.legacyRateLimit ? new DeskieError(403, "rate limit exceeded") : new DeskieError(429, "rate_limit_exceeded");
        }
        if (call.method.equals("GET") && call.body.length > 0) {
            call.wrong("GET with a body");
        }
        List<String> parts = new ArrayList<>(path.subList(1, path.size()));
        parts.set(parts.size() - 1, last.substring(0, last.length() - ".json".length()));
        synchronized (account) {
            return switch (parts.get(0)) {
                case "cases" -> cases.answer(parts, call);
                case "users" -> people.answer(parts, call);
                case "staff" -> staff(parts, call);
                default -> other(parts, call);
            };
        }
    }

    private Answer staff(List<String> path, Call call) {
        call.checkQuery(Set.of("page", "limit"));
        if (path.size() == 1 && call.method.equals("GET")) {
            return ok(200, DeskieLists.page(List.copyOf(account.staff.values()), "staff", call, switches, DeskieStaff::json));
        }
        DeskieStaff one = path.size() == 2 ? account.staff.get(Loose.id(path.get(1))) : null;
        if (one == null || !call.method.equals("GET")) {
            call.wrong("no such agent");
            throw new DeskieError(404, "staff_not_found");
        }
        return ok(200, one.json(), "staff");
    }

    private Answer other(List<String> path, Call call) {
        if (path.size() != 1 || !call.method.equals("GET")) {
            throw unknown(call);
        }
        call.checkQuery(Set.of("page", "limit"));
        String wrapper = path.get(0).equals("custom_channels") ? "custom_channel" : path.get(0).replaceAll("s$", "");
        List<ObjectNode> all = switch (path.get(0)) {
            case "custom_channels" -> account.channels.values().stream().map(one -> one.json(switches)).toList();
            case "languages" -> List.of(Json.object().put("language_id", 2).put("code", "en").put("title", "English").put("active", true));
            case "groups" -> List.of(Json.object().put("group_id", 311).put("group_title", "Support").put("active", true));
            case "labels", "custom_fields", "filters" -> List.<ObjectNode>of();
            default -> throw unknown(call);
        };
        return ok(200, DeskieLists.page(all, wrapper, call, switches, one -> one));
    }

    private Answer file(Call call) {
        if (switches.filesWantLogin && !authorization.equals(call.header("Authorization"))) {
            return Answer.empty(401);
        }
        synchronized (account) {
            DeskieAccount.Stored file = account.files.get(Loose.id(call.path.substring("/files/".length())));
            return file == null ? Answer.empty(404)
                    : Answer.of(200, file.mimeType() == null ? "application/octet-stream" : file.mimeType(), file.bytes());
        }
    }

    static DeskieError unknown(Call call) {
        call.wrong("unknown path");
        return new DeskieError(404, "not_found");
    }

    static Answer ok(int status, JsonNode body) {
        return Answer.of(status, "application/json; charset=utf-8", Json.pretty(body));
    }

    static Answer ok(int status, JsonNode object, String wrapper) {
        return ok(status, Json.object().set(wrapper, object));
    }
}
