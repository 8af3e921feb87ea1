package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The calls about a case's messages and notes. */
final class DeskieTalk {

    private static final Set<String> MESSAGE = Set.of("user_id", "staff_id", "content", "content_html", "attachments", "attachment_urls", "created_at",
            "send_at", "do_not_send_email", "user_custom_id");

    private final DeskieSimulator deskie;
    private final DeskieAccount account;
    private final DeskieBodies bodies;

    DeskieTalk(DeskieSimulator deskie, DeskieAccount account, DeskieBodies bodies) {
        this.deskie = deskie;
        this.account = account;
        this.bodies = bodies;
    }

    DeskieMessage add(DeskieCase one, Call call) {
        ObjectNode given = bodies.read(call, "message", MESSAGE);
        long user = Loose.id(given, "user_id");
        long staff = Loose.id(given, "staff_id");
        if (user != 0 && staff != 0) {
            throw DeskieCases.refuse(call, "both user_id and staff_id", "user_id_or_staff_id");
        }
        if (!Json.present(given, "content") && !Json.present(given, "content_html") && !given.has("attachments") && !given.has("attachment_urls")) {
            throw DeskieCases.refuse(call, "message without content", "content_required");
        }
        JsonNode attachments = bodies.attachments(given, call);
        String content = Json.text(given, "content");
        String html = Json.text(given, "content_html");
        if (user != 0) {
            writer(one, user, call);
            order(one, call);
            return account.userSays(one, content, html, attachments);
        }
        if (given.hasNonNull("user_id")) {
            throw DeskieCases.refuse(call, "user_id is no id: " + given.get("user_id"), "wrong_user_id");
        }
        return account.staffSays(one, staff(given, staff, call), content, html, attachments, false, false, true);
    }

    DeskieMessage note(DeskieCase one, Call call) {
        ObjectNode given = bodies.read(call, "note", Set.of("content", "content_html", "staff_id", "attachments", "attachment_urls"));
        if (!Json.present(given, "content") && !Json.present(given, "content_html")) {
            throw DeskieCases.refuse(call, "note without content", "content_required");
        }
        return account.staffSays(one, staff(given, Loose.id(given, "staff_id"), call), Json.text(given, "content"), Json.text(given, "content_html"),
                bodies.attachments(given, call), true, false, true);
    }

    JsonNode list(DeskieCase one, Call call) {
        call.checkQuery(Set.of("page", "limit", "order"));
        List<DeskieMessage> all = new ArrayList<>(one.messages);
        if ("desc".equals(call.parameter("order"))) {
            Collections.reverse(all);
        }
        return DeskieLists.page(all, "message", call, account.switches, message -> message.json(account.switches));
    }

    /** Replaces the words of a message; with null the message is deleted. */
    DeskieMessage edit(DeskieCase one, String id, Call call) {
        int at = -1;
        for (int i = 0; i < one.messages.size(); i++) {
            at = one.messages.get(i).id() == Loose.id(id) ? i : at;
        }
        if (at < 0) {
            call.wrong("no message " + id + " in case " + one.id);
            throw new DeskieError(404, "message_not_found");
        }
        if (call.method.equals("DELETE")) {
            return one.messages.remove(at);
        }
        ObjectNode given = bodies.read(call, "message", MESSAGE);
        DeskieMessage old = one.messages.get(at);
        DeskieMessage edited = new DeskieMessage(old.id(), old.user(), old.staff(), given.path("content").asText(old.content()),
                given.path("content_html").asText(old.contentHtml()), old.attachments(), old.note(), old.rule(), old.fromApi(), old.at());
        one.messages.set(at, edited);
        return edited;
    }

    private void writer(DeskieCase one, long user, Call call) {
        if (!account.users.containsKey(user)) {
            call.wrong("unknown user_id " + user);
            throw new DeskieError(404, "user_not_found");
        }
        if (user != one.user.id && !one.user.linked.contains(user)) {
            throw DeskieCases.refuse(call, "user_id " + user + " does not belong to case " + one.id, "wrong_user_id");
        }
    }

    /** Correspondence is always in the last chat, and a closed chat is over; what a client could not know is only late. */
    private void order(DeskieCase one, Call call) {
        String closed = "user's message to case " + one.id + " that is closed";
        if (one.status.equals("closed") && one.shownClosed) {
            call.wrong(closed + ", as the list of the user's cases has said");
        } else if (one.status.equals("closed")) {
            deskie.late(call, closed);
        } else if (account.casesOf(one.user.id).stream().anyMatch(other -> other.live() && other.id > one.id && other.channel.equals(one.channel))) {
            deskie.late(call, "user's message to case " + one.id + " that is not the user's last");
        }
    }

    private long staff(ObjectNode given, long staff, Call call) {
        if (!given.hasNonNull("staff_id")) {
            return account.staff.keySet().iterator().next();
        }
        DeskieStaff agent = account.staff.get(staff);
        if (agent == null || !agent.active()) {
            throw DeskieCases.refuse(call, "staff_id " + given.get("staff_id").asText() + " is no active agent", "staff_not_active");
        }
        return staff;
    }
}
