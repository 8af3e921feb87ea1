package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The calls about clients. */
final class Chat2DeskClientCalls {

    private static final Set<String> CREATE = Set.of("phone", "transport", "channel_id", "nickname", "assigned_phone");

    private final Chat2DeskAccount account;
    private final Chat2DeskEvents events;
    private final Chat2DeskAnswers answers;

    Chat2DeskClientCalls(Chat2DeskAccount account, Chat2DeskEvents events, Chat2DeskAnswers answers) {
        this.account = account;
        this.events = events;
        this.answers = answers;
    }

    Answer answer(List<String> path, Call call) {
        String shape = Chat2DeskFront.shape(path, call);
        if (shape.equals("GET clients")) {
            return list(Chat2DeskGiven.of(call, Set.of("phone", "tags", "limit", "limits", "offset", "order")), call);
        }
        if (shape.equals("POST clients")) {
            return create(Chat2DeskGiven.of(call, CREATE), call);
        }
        if (path.size() < 2) {
            throw Chat2DeskFront.noPage(call);
        }
        Chat2DeskClient client = Chat2DeskAccount.named(account.clients, path.get(1), "client", call);
        return switch (shape) {
            case "GET clients/*" -> {
                Chat2DeskGiven.of(call, Set.of());
                yield answers.data(json(client));
            }
            case "PUT clients/*" -> update(client, call);
            case "GET clients/*/transport" -> answers.data(transports(client));
            case "GET clients/*/dialogs" -> {
                Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("limit", "limits", "offset", "order"));
                Chat2DeskDialog dialog = account.existingDialogOf(client.id);
                yield answers.page(dialog == null ? List.<Chat2DeskDialog>of() : List.of(dialog), false, given, call, one -> one.json(account.switches));
            }
            case "GET clients/*/last_question" -> {
                Chat2DeskDialog dialog = account.existingDialogOf(client.id);
                List<Chat2DeskMessage> questions = dialog == null ? List.of() : dialog.messages.stream().filter(Chat2DeskMessage::customers).toList();
                yield answers.data(questions.isEmpty() ? Json.object() : questions.get(questions.size() - 1).json(account.switches));
            }
            default -> throw Chat2DeskFront.noPage(call);
        };
    }

    private Answer list(Chat2DeskGiven given, Call call) {
        String phone = given.text("phone");
        List<Long> tags = given.list("tags").stream().map(Loose::id).toList();
        List<Chat2DeskClient> all = account.clients.values().stream().filter(one -> phone == null || digits(one.phone).equals(digits(phone)))
                .filter(one -> one.tags.containsAll(tags)).toList();
        return answers.page(all, false, given, call, this::json);
    }

    /** "Write first": the client is made with the way to it. One who is there already is named in the error. */
    private Answer create(Chat2DeskGiven given, Call call) {
        if (!account.switches.writeFirst) {
            throw new Chat2DeskError(400, "Your company can not write first");
        }
        if (given.text("phone") == null || given.text("transport") == null) {
            throw Chat2DeskSending.refuse(call, given.text("phone") == null ? "phone" : "transport", "is required");
        }
        String transport = given.text("transport");
        Chat2DeskChannel channel = given.text("channel_id") == null ? account.channels.values().iterator().next()
                : Chat2DeskAccount.named(account.channels, given.text("channel_id"), "channel", call);
        if (!channel.transports().contains(transport)) {
            throw Chat2DeskSending.refuse(call, "transport", "is none of the channel's: " + transport);
        }
        Chat2DeskClient there = account.clients.values().stream().filter(one -> digits(one.phone).equals(digits(given.text("phone")))).findFirst().orElse(null);
        if (there != null) {
            throw Chat2DeskError.field("client", Chat2DeskError.CLIENT_EXISTS, Json.object().put("id", there.id).toString());
        }
        Chat2DeskClient client = account.client(given.text("phone"));
        client.put("assigned_name", given.text("nickname"));
        client.put("client_phone", given.text("assigned_phone"));
        client.reached(channel.id(), transport);
        events.client("new_client", client);
        return answers.data(json(client));
    }

    private Answer update(Chat2DeskClient client, Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, Chat2DeskClient.EDITABLE.keySet());
        Chat2DeskClient.EDITABLE.forEach((name, field) -> {
            if (given.has(name)) {
                client.put(field, given.text(name));
            }
        });
        events.client("client_updated", client);
        return answers.data(switch (account.switches.updatedClient) {
            case OBJECT -> json(client);
            case ARRAY -> Json.MAPPER.createArrayNode().add(json(client));
            case NOTHING -> null;
        });
    }

    private JsonNode transports(Chat2DeskClient client) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        client.channels.forEach((channel, transports) -> all.addObject().put("channel_id", channel).set("transports", Json.tree(transports)));
        return all;
    }

    private ObjectNode json(Chat2DeskClient client) {
        return client.json(account.tags, account.switches.dottedDates);
    }

    private static String digits(String phone) {
        return phone.startsWith("[ext]") ? phone : phone.replaceAll("\\D", "");
    }
}
