package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;

/** The control API of the simulated Deskie: plays agents and shows their desk. */
final class DeskieControl {

    private DeskieControl() {
    }

    static JsonNode answer(DeskieSimulator deskie, DeskieAccount account, String method, List<String> path, JsonNode body) {
        String what = method + " " + BlipControl.shape(path);
        long id = path.size() > 1 ? Loose.id(path.get(1)) : 0;
        long staff = body.path("staff").asLong(5121);
        String text = body.path("text").asText();
        switch (what) {
            case "GET switches", "POST switches", "PATCH switches" -> {
                return Control.switches(deskie.switches(), body);
            }
            case "GET staff" -> {
                ArrayNode all = Json.MAPPER.createArrayNode();
                deskie.staff().forEach(one -> all.add(one.json()));
                return all;
            }
            case "POST custom-channels" -> {
                deskie.customChannel(body.path("key").asText(), body.path("title").asText("Baton"), body.path("synchronous").asBoolean(true),
                        body.path("active").asBoolean(true));
                return Json.object();
            }
            case "GET cases" -> {
                ArrayNode all = Json.MAPPER.createArrayNode();
                synchronized (account) {
                    account.cases.values().stream().filter(DeskieCase::live).forEach(one -> all.add(summary(account, one)));
                }
                return all;
            }
            case "POST cases" -> {
                return Json.object().put("case", deskie.openCase(body.path("customer").asText(), staff, body.path("subject").asText("Hello"), text));
            }
            case "GET cases/*" -> { }
            case "GET cases/*/messages" -> {
                return Json.tree(deskie.messages(id));
            }
            case "POST cases/*/answer" -> {
                if (body.has("file")) {
                    JsonNode file = body.get("file");
                    deskie.answerWithFile(id, staff, text, file.path("name").asText("file"), file.path("type").asText("application/octet-stream"),
                            Base64.getDecoder().decode(file.path("base64").asText()));
                } else {
                    deskie.answer(id, staff, text);
                }
            }
            case "POST cases/*/note" -> deskie.note(id, staff, text);
            case "POST cases/*/rule" -> deskie.ruleMessage(id, text);
            case "POST cases/*/close" -> deskie.closeCase(id);
            case "POST cases/*/pending" -> deskie.pending(id);
            case "POST cases/*/open" -> deskie.reopen(id);
            case "POST cases/*/assign" -> deskie.assign(id, staff);
            case "POST cases/*/merge" -> {
                deskie.merge(id, body.path("into").asLong());
                return detail(account, body.path("into").asLong());
            }
            case "POST cases/*/bin" -> deskie.bin(id);
            case "POST cases/*/delete", "DELETE cases/*" -> {
                deskie.delete(id);
                return Json.object();
            }
            default -> throw new NoSuchElementException("the simulated Deskie has no control " + what);
        }
        return detail(account, id);
    }

    private static ObjectNode summary(DeskieAccount account, DeskieCase one) {
        ObjectNode node = Json.object().put("case", one.id).put("number", one.number()).put("subject", one.subject).put("status", one.status)
                .put("customer", one.user.name()).put("customId", one.user.customId).put("updated", one.updated.toString());
        DeskieMessage last = one.messages.isEmpty() ? null : one.messages.get(one.messages.size() - 1);
        return node.put("last", last == null ? "" : last.text()).put("staff", one.staff == 0 ? null : account.agent(one.staff).name());
    }

    private static ObjectNode detail(DeskieAccount account, long id) {
        synchronized (account) {
            DeskieCase one = account.known(id);
            ObjectNode node = summary(account, one);
            ArrayNode messages = node.putArray("messages");
            for (DeskieMessage message : one.messages) {
                messages.addObject().put("id", message.id()).put("text", message.text()).put("at", message.at().toString())
                        .put("by", message.rule() ? "rule" : message.note() ? "note" : message.staff() != 0 ? "agent" : "customer")
                        .put("name", message.rule() ? "Rule" : message.staff() != 0 ? account.agent(message.staff()).name() : one.user.name());
            }
            return node;
        }
    }
}
