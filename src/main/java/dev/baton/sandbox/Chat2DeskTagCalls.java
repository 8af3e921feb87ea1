package dev.baton.sandbox;

import java.util.List;
import java.util.Set;

/** The calls about tags: lists, and giving them to clients and requests. */
final class Chat2DeskTagCalls {

    /** Who carries tags: a client, or one request of it. */
    private record Bearer(Chat2DeskClient client, Chat2DeskDialog dialog, Chat2DeskRequest request) {

        Set<Long> tags() {
            return request == null ? client.tags : request.tags;
        }

        String kind() {
            return request == null ? "client" : "request";
        }
    }

    private final Chat2DeskAccount account;
    private final Chat2DeskEvents events;
    private final Chat2DeskAnswers answers;

    Chat2DeskTagCalls(Chat2DeskAccount account, Chat2DeskEvents events, Chat2DeskAnswers answers) {
        this.account = account;
        this.events = events;
        this.answers = answers;
    }

    Answer answer(List<String> path, Call call) {
        String id = path.size() > 1 ? path.get(1) : "";
        String shape = Chat2DeskFront.shape(path, call);
        if (shape.equals("POST tags/*") && id.equals("assign_to")) {
            return assign(call);
        }
        return switch (shape) {
            case "GET tags" -> answers.page(List.copyOf(account.tags.values()), false, Chat2DeskGiven.of(call, Set.of("limit", "limits", "offset", "order")),
                    call, Chat2DeskTag::json);
            case "GET tags/*" -> answers.data(tag(id, call).json());
            // One client deletes with POST.
            case "DELETE tags/*/delete_from", "POST tags/*/delete_from" -> delete(id, call);
            default -> throw Chat2DeskFront.noPage(call);
        };
    }

    private Answer assign(Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("tag_ids", "assignee_type", "assignee_id"));
        String type = String.valueOf(given.text("assignee_type"));
        if (!type.equals("client") && !type.equals("request")) {
            throw Chat2DeskSending.refuse(call, "assignee_type", "is neither client nor request");
        }
        Bearer bearer = bearer(type, String.valueOf(given.text("assignee_id")), call);
        List<Chat2DeskTag> tags = given.list("tag_ids").stream().map(id -> tag(id, call)).toList();
        if (tags.isEmpty()) {
            throw Chat2DeskSending.refuse(call, "tag_ids", "is required");
        }
        tags.stream().filter(tag -> bearer.tags().add(tag.id())).forEach(tag -> told("add_tag_to_", bearer, tag));
        return answers.data(null);
    }

    private Answer delete(String id, Call call) {
        Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("client_id", "request_id"));
        Chat2DeskTag tag = tag(id, call);
        Bearer bearer = given.text("request_id") != null ? bearer("request", given.text("request_id"), call)
                : bearer("client", String.valueOf(given.text("client_id")), call);
        if (bearer.tags().remove(tag.id())) {
            told("delete_tag_from_", bearer, tag);
        }
        return answers.data(null);
    }

    private void told(String what, Bearer bearer, Chat2DeskTag tag) {
        events.tag(what + bearer.kind(), bearer.dialog(), bearer.client(), tag.id(), bearer.request() == null ? 0 : bearer.request().id);
    }

    private Bearer bearer(String type, String id, Call call) {
        if (type.equals("client")) {
            Chat2DeskClient client = Chat2DeskAccount.named(account.clients, id, "client", call);
            return new Bearer(client, account.existingDialogOf(client.id), null);
        }
        for (Chat2DeskDialog dialog : account.dialogs.values()) {
            for (Chat2DeskRequest request : dialog.requests) {
                if (request.id == Loose.id(id)) {
                    return new Bearer(dialog.client, dialog, request);
                }
            }
        }
        call.wrong("unknown request " + id);
        throw Chat2DeskError.missing("request", id);
    }

    private Chat2DeskTag tag(String id, Call call) {
        return Chat2DeskAccount.named(account.tags, id, "tag", call);
    }
}
