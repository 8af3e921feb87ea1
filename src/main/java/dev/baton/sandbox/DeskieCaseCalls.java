package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Set;

/** Which call about cases it is. */
final class DeskieCaseCalls {

    private final DeskieAccount account;
    private final DeskieSwitches switches;
    private final DeskieCases cases;
    private final DeskieTalk talk;

    DeskieCaseCalls(DeskieSimulator deskie, DeskieAccount account, DeskieBodies bodies) {
        this.account = account;
        this.switches = account.switches;
        this.cases = new DeskieCases(account, bodies);
        this.talk = new DeskieTalk(deskie, account, bodies);
    }

    /** {@code cases.json} and what is below it. */
    Answer answer(List<String> path, Call call) {
        if (path.size() == 1) {
            return switch (call.method) {
                case "GET" -> DeskieFront.ok(200, cases.list(call));
                case "POST" -> {
                    call.checkQuery(Set.of());
                    yield DeskieFront.ok(made(), cases.create(call).json(switches), "case");
                }
                default -> throw DeskieFront.unknown(call);
            };
        }
        String ids = path.get(1);
        return switch (call.method + " " + (path.size() > 2 ? path.get(2) : "") + (path.size() > 3 ? "/" : "")) {
            case "GET " -> read(ids, call);
            case "PUT " -> {
                plain(call);
                DeskieCase one = found(ids, call);
                cases.edit(one, call);
                yield DeskieFront.ok(200, one.json(switches), "case");
            }
            case "DELETE ", "PUT trash", "PUT spam", "PUT restore" -> bulk(path, call);
            case "GET messages" -> DeskieFront.ok(200, talk.list(found(ids, call), call));
            case "POST messages" -> {
                plain(call);
                yield DeskieFront.ok(made(), talk.add(found(ids, call), call).json(switches), "message");
            }
            case "PUT messages/", "DELETE messages/" -> {
                plain(call);
                DeskieMessage message = talk.edit(found(ids, call), path.get(3), call);
                yield call.method.equals("DELETE") ? Answer.empty(200) : DeskieFront.ok(200, message.json(switches), "message");
            }
            case "POST note", "POST notes" -> {
                plain(call);
                yield DeskieFront.ok(made(), talk.note(found(ids, call), call).json(switches), "message");
            }
            case "PUT rate", "PUT rate/" -> DeskieFront.ok(200, found(ids, call).json(switches), "case");
            case "GET changelog" -> {
                ArrayNode changes = Json.MAPPER.createArrayNode();
                found(ids, call).changes.forEach(changes::add);
                yield DeskieFront.ok(200, changes, "changelog");
            }
            default -> throw DeskieFront.unknown(call);
        };
    }

    private Answer read(String id, Call call) {
        plain(call);
        DeskieCase one = account.find(id);
        if (one == null || one.parent != 0 && !switches.mergedCaseReadable) {
            throw missing(id, call);
        }
        one.shownClosed = one.status.equals("closed");
        return DeskieFront.ok(200, one.json(switches), "case");
    }

    private Answer bulk(List<String> path, Call call) {
        plain(call);
        List<DeskieCase> all = List.of(path.get(1).split(",")).stream().map(id -> found(id, call)).toList();
        for (DeskieCase one : all) {
            switch (path.size() > 2 ? path.get(2) : "") {
                case "trash" -> one.deleted = true;
                case "spam" -> one.spam = true;
                case "restore" -> {
                    one.deleted = false;
                    one.spam = false;
                }
                default -> account.delete(one);
            }
            account.changed(one);
        }
        if (all.size() > 1) {
            ArrayNode ids = Json.MAPPER.createArrayNode();
            all.forEach(one -> ids.add(one.id));
            return DeskieFront.ok(200, ids, "case_success_id");
        }
        return call.method.equals("DELETE") ? Answer.empty(200) : DeskieFront.ok(200, all.get(0).json(switches), "case");
    }

    /** The live case; a merged one counts as not there. */
    private DeskieCase found(String id, Call call) {
        DeskieCase one = account.find(id);
        if (one == null || one.parent != 0) {
            throw missing(id, call);
        }
        return one;
    }

    /** Asking for a case that was merged or deleted is a race; asking for one that never was is a mistake. */
    private DeskieError missing(String id, Call call) {
        if (!account.everExisted(id)) {
            call.wrong("there never was a case " + id);
        }
        return new DeskieError(404, "case_not_found");
    }

    private int made() {
        return switches.createAnswers200 ? 200 : 201;
    }

    private static void plain(Call call) {
        call.checkQuery(Set.of());
    }
}
