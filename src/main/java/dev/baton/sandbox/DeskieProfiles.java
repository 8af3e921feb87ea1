package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Finds or makes the profile of who writes, and links it with those of an address or number. */
final class DeskieProfiles {

    private final DeskieAccount account;

    DeskieProfiles(DeskieAccount account) {
        this.account = account;
    }

    /** Who writes a new case. */
    DeskieUser writer(ObjectNode given, Call call) {
        String contact = DeskieUser.CONTACTS.stream().filter(field -> Json.present(given, field)).sorted().findFirst().orElse(null);
        String email = Json.text(given, "user_email");
        if (email != null && !email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw DeskieCases.refuse(call, "user_email is no address: " + email, "incorrect_user_email");
        }
        if (!Json.present(given, "user_custom_id")) {
            if (contact == null) {
                throw DeskieCases.refuse(call, "case without user_custom_id or another identity", "user_required");
            }
            DeskieUser user = byContact(contact, given.get(contact).asText());
            user.record(given, account.now());
            return user;
        }
        String channel = Json.text(given, "channel");
        if (channel == null || channel.isEmpty()) {
            throw DeskieCases.refuse(call, "user_custom_id without channel", "channel_required");
        }
        if (!account.channels.containsKey(channel) || !account.channels.get(channel).active()) {
            call.wrong((account.channels.containsKey(channel) ? "inactive" : "unknown") + " channel " + channel);
            throw new DeskieError(account.switches.strictChannel ? 422 : 400, "channel_not_found");
        }
        DeskieUser user = account.custom(channel, given.get("user_custom_id").asText());
        user.record(given, account.now());
        link(user, "user_email", given);
        link(user, "user_phone", given);
        return user;
    }

    /** The profile that has this address or number; made if there is none. */
    DeskieUser byContact(String field, String value) {
        DeskieUser known = find(field, value);
        if (known != null) {
            return known;
        }
        DeskieUser made = account.user(field.replace("user_", "").replaceAll("_(id|data)$", ""));
        made.fields.put(field, value);
        return made;
    }

    DeskieUser find(String field, String value) {
        return account.users.values().stream().filter(user -> user.customId == null && !user.deleted && user.has(field, value)).findFirst()
                .orElse(null);
    }

    /** Links unless that profile belongs to somebody else of the same custom channel. */
    private void link(DeskieUser user, String field, JsonNode given) {
        if (!Json.present(given, field)) {
            return;
        }
        DeskieUser profile = byContact(field, given.get(field).asText());
        boolean taken = profile.linked.stream().map(account.users::get).anyMatch(other -> other != null && other != user
                && other.customId != null && other.channel.equals(user.channel));
        if (!taken) {
            link(user, profile);
        }
    }

    static void link(DeskieUser one, DeskieUser other) {
        one.linked.add(other.id);
        other.linked.add(one.id);
    }
}
