package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One operator of the simulated Chat2Desk. */
final class Chat2DeskOperator {

    final long id;
    final String email;
    final String firstName;
    final String lastName;
    String role;
    boolean online;
    int statusId;
    Instant lastVisit;

    Chat2DeskOperator(long id, String email, String firstName, String lastName, String role, boolean online, Instant lastVisit) {
        this.id = id;
        this.email = email;
        this.firstName = firstName;
        this.lastName = lastName;
        this.role = role;
        this.online = online;
        this.lastVisit = lastVisit;
    }

    String name() {
        return firstName + " " + lastName;
    }

    /** Whether chats can be given to it at all. */
    boolean works() {
        return role.equals("operator") || role.equals("supervisor") || role.equals("admin");
    }

    /** As the list of operators prints it, in that order. */
    ObjectNode json(long openedDialogs, boolean dottedDates) {
        return Json.object().put("id", id).put("email", email).put("first_name", firstName).put("last_name", lastName).put("role", role).put("phone", "")
                .putNull("avatar").put("last_visit", Chat2DeskDates.shown(lastVisit, dottedDates)).put("online", online ? 1 : 0).putNull("offline_type")
                .putNull("external_id").put("opened_dialogs", openedDialogs).put("status_id", statusId);
    }
}
