package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/messages/inbox}: a customer's message that an integration feeds into an external channel. The answer is not confirmed. */
final class Chat2DeskInbox {

    private static final Set<String> FIELDS = Set.of("channel_id", "body", "image", "video", "location", "external_id", "from_client");
    private static final Set<String> FROM = Set.of("id", "phone", "nickname", "avatar");

    private final Chat2DeskAccount account;
    private final Chat2DeskTalk talk;
    private final Chat2DeskAnswers answers;
    private final Chat2DeskRepeats repeats;

    Chat2DeskInbox(Chat2DeskAccount account, Chat2DeskTalk talk, Chat2DeskAnswers answers, Chat2DeskRepeats repeats) {
        this.account = account;
        this.talk = talk;
        this.answers = answers;
        this.repeats = repeats;
    }

    Answer answer(List<String> path, Call call) {
        if (path.size() != 2 || !call.method.equals("POST")) {
            throw Chat2DeskFront.noPage(call);
        }
        Chat2DeskGiven given = Chat2DeskGiven.of(call, FIELDS);
        Chat2DeskChannel channel = Chat2DeskAccount.named(account.channels, String.valueOf(given.text("channel_id")), "channel", call);
        if (!channel.transports().contains("external")) {
            throw Chat2DeskSending.refuse(call, "channel_id", "is no external channel: " + channel.id());
        }
        JsonNode from = given.tree("from_client");
        from.fieldNames().forEachRemaining(name -> {
            if (!FROM.contains(name)) {
                call.wrong("unknown field from_client." + name);
            }
        });
        if (Json.present(from, "id") == Json.present(from, "phone")) {
            throw Chat2DeskSending.refuse(call, "from_client", "must have exactly one of id and phone");
        }
        JsonNode location = given.tree("location");
        if (given.text("body") == null && given.text("image") == null && given.text("video") == null && !location.isObject()) {
            throw Chat2DeskSending.refuse(call, "body", "or image, video or location is required");
        }
        if (location.isObject() && !(location.hasNonNull("lat") && location.hasNonNull("lon"))) {
            throw Chat2DeskSending.refuse(call, "location", "must have lat and lon");
        }
        Chat2DeskClient client = client(from);
        repeats.doing(call, "inbox\n" + given.text("body") + "\n" + given.text("image") + "\n" + given.text("video") + "\n" + given.text("external_id"),
                client.id);
        Chat2DeskMessage message = talk.customerSays(client, channel.id(), "external", given.text("body"), one -> {
            one.fromApi = true;
            one.externalId = given.text("external_id");
            one.coordinates = location.isObject() ? location.get("lat").asText() + "," + location.get("lon").asText() : null;
            for (String field : new String[] {"image", "video"}) {
                if (given.text(field) != null) {
                    one.files.add(file(given.text(field), field, call));
                }
            }
        });
        return answers.data(Chat2DeskSending.said(message));
    }

    private Chat2DeskFile file(String url, String field, Call call) {
        try {
            Chat2DeskFile copy = account.storage.copy(url, null);
            return new Chat2DeskFile(copy.name(), field.equals("image") ? "photo" : field, copy.contentType(), copy.link(), false);
        } catch (IllegalArgumentException e) {
            throw Chat2DeskSending.refuse(call, field, "is no proper address");
        }
    }

    private Chat2DeskClient client(JsonNode from) {
        String phone = from.hasNonNull("id") ? "[ext] " + from.get("id").asText() : from.get("phone").asText();
        Chat2DeskClient client = account.byPhone(phone);
        client = client == null ? account.client(phone) : client;
        client.put("name", Json.present(from, "nickname") ? from.get("nickname").asText() : client.get("name"));
        client.put("avatar", Json.present(from, "avatar") ? from.get("avatar").asText() : client.get("avatar"));
        client.put("external_id", from.hasNonNull("id") ? from.get("id").asText() : client.get("external_id"));
        return client;
    }
}
