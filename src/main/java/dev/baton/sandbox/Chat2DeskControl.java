package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The control API of the simulated Chat2Desk: plays customers and operators and shows what each of them sees. Customers are named by what their messenger
 * calls them or by their client id, everything else by its id.
 */
final class Chat2DeskControl {

    private Chat2DeskControl() {
    }

    static JsonNode answer(Chat2DeskSimulator chat2desk, Chat2DeskAccount account, String method, List<String> path, JsonNode body) {
        String what = method + " " + BlipControl.shape(path);
        String name = path.size() > 1 ? path.get(1) : "";
        return switch (path.isEmpty() ? "" : path.get(0)) {
            case "switches" -> Control.switches(chat2desk.switches(), body);
            case "customers" -> customer(chat2desk.customers(), what, name, body);
            case "dialogs" -> dialog(chat2desk.desk(), what, Loose.id(name), body);
            case "operators", "groups" -> staff(chat2desk.office(), account, what, Loose.id(name), body);
            case "tokens" -> {
                if (method.equals("DELETE")) {
                    chat2desk.office().revoke(name);
                } else {
                    chat2desk.office().token(name, body.path("operator").asLong(Chat2DeskSimulator.BOT));
                }
                yield Json.object();
            }
            case "hooks" -> hook(chat2desk, what, Loose.id(name));
            case "events" -> {
                chat2desk.event(name, (ObjectNode) body);
                yield Json.object();
            }
            case "messages" -> {
                if (body.has("status")) {
                    chat2desk.reached(Loose.id(name), body.get("status").asText(), Json.text(body, "error"));
                } else {
                    chat2desk.notDelivered(Loose.id(name), body.path("error").asText("blocked by the customer"));
                }
                yield Json.object();
            }
            default -> throw unknown(what);
        };
    }

    private static JsonNode customer(Chat2DeskCustomers customers, String what, String who, JsonNode body) {
        if (what.equals("GET customers")) {
            return customers.all();
        }
        if (what.equals("POST customers/*/appear")) {
            return customers.sees(customers.appears(who, Json.text(body, "name"), body.path("transport").asText("telegram")));
        }
        long client = body.has("transport") ? customers.appears(who, Json.text(body, "name"), body.get("transport").asText()) : customers.client(who);
        switch (what) {
            case "GET customers/*" -> { }
            case "POST customers/*/say" -> customers.says(client, body.path("text").asText());
            case "POST customers/*/file" -> customers.sendsFile(client, Json.text(body, "text"), body.path("name").asText("file"), Json.text(body, "type"), bytes(body));
            case "POST customers/*/place" -> customers.sendsPlace(client, body.path("lat").asText(), body.path("lon").asText());
            case "POST customers/*/press" -> customers.presses(client, body.path("message").asLong(), body.path("button").asText());
            default -> throw unknown(what);
        }
        return customers.sees(client);
    }

    private static JsonNode dialog(Chat2DeskDesk desk, String what, long dialog, JsonNode body) {
        long operator = body.path("operator").asLong(Chat2DeskSimulator.JOANA);
        String text = body.path("text").asText();
        switch (what) {
            case "GET dialogs" -> {
                return desk.all();
            }
            case "GET dialogs/*" -> { }
            case "POST dialogs/*/accept" -> desk.accept(dialog, operator);
            case "POST dialogs/*/give" -> desk.given(dialog, body.path("operator").asLong());
            case "POST dialogs/*/answer" -> {
                JsonNode file = body.path("file");
                if (file.isObject()) {
                    desk.answerWithFile(dialog, operator, Json.text(body, "text"), file.path("name").asText("file"), Json.text(file, "type"), bytes(file));
                } else {
                    desk.answer(dialog, operator, text);
                }
            }
            case "POST dialogs/*/comment" -> desk.comment(dialog, operator, text);
            case "POST dialogs/*/system", "POST dialogs/*/autoreply" -> desk.machine(dialog, what.substring(what.lastIndexOf('/') + 1), text);
            case "POST dialogs/*/transfer" -> {
                if (body.has("group")) {
                    desk.transferToGroup(dialog, body.get("group").asLong());
                } else {
                    desk.transfer(dialog, operator);
                }
            }
            case "POST dialogs/*/queue" -> desk.queue(dialog);
            case "POST dialogs/*/close" -> desk.close(dialog);
            case "POST dialogs/*/close-request" -> desk.closeRequest(dialog);
            case "POST dialogs/*/open" -> desk.open(dialog);
            default -> throw unknown(what);
        }
        return desk.sees(dialog);
    }

    private static JsonNode staff(Chat2DeskOffice office, Chat2DeskAccount account, String what, long operator, JsonNode body) {
        switch (what) {
            case "GET operators" -> { }
            case "GET groups" -> {
                synchronized (account) {
                    return Json.tree(account.groups.values());
                }
            }
            case "POST operators/*" -> office.online(operator, body.path("online").asBoolean(true));
            default -> throw unknown(what);
        }
        return office.operators();
    }

    private static JsonNode hook(Chat2DeskSimulator chat2desk, String what, long hook) {
        switch (what) {
            case "GET hooks" -> { }
            case "POST hooks/*/off", "POST hooks/*/on" -> chat2desk.hook(hook, what.endsWith("on"));
            default -> throw unknown(what);
        }
        return Json.tree(chat2desk.hooks());
    }

    private static byte[] bytes(JsonNode file) {
        return file.has("base64") ? Base64.getDecoder().decode(file.get("base64").asText()) : null;
    }

    private static NoSuchElementException unknown(String what) {
        return new NoSuchElementException("the simulated Chat2Desk has no control " + what);
    }
}
