package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The calls about users. */
final class DeskiePeople {

    private static final Set<String> FIELDS = fields();
    private static final Set<String> LIST = Set.of("page", "limit", "user_email", "user_phone", "user_custom_id", "user_custom_channel", "company_id",
            "language_id", "custom_fields", "amount_of_cases", "from_time", "to_time", "from_updated_time", "to_updated_time",
            "from_last_contact_time", "to_last_contact_time");

    private final DeskieAccount account;
    private final DeskieBodies bodies;
    private final DeskieProfiles profiles;

    DeskiePeople(DeskieAccount account, DeskieBodies bodies) {
        this.account = account;
        this.bodies = bodies;
        this.profiles = new DeskieProfiles(account);
    }

    /** {@code users.json} and what is below it. */
    Answer answer(List<String> path, Call call) {
        if (path.size() == 1 && call.method.equals("GET")) {
            return DeskieFront.ok(200, list(call));
        }
        if (path.size() == 1 && call.method.equals("POST")) {
            return DeskieFront.ok(201, wrap(create(call)).put("password", "x7Qp2"), "user");
        }
        if (path.size() == 2 && path.get(1).equals("identification") && call.method.equals("POST")) {
            bodies.read(call, "user", FIELDS);
            return DeskieFront.ok(200, Json.object().put("code", "o_" + account.users.size()));
        }
        DeskieUser user = path.size() > 1 ? account.users.get(Loose.id(path.get(1))) : null;
        if (user == null) {
            call.wrong("no such user");
            throw new DeskieError(404, "user_not_found");
        }
        call.checkQuery(Set.of());
        if (path.size() == 3 && call.method.equals("PUT")) {
            change(user, path.get(2), call);
        } else if (path.size() == 2 && call.method.equals("PUT")) {
            ObjectNode given = bodies.read(call, "user", FIELDS);
            contacts(user, given, call);
            user.record(given, account.now());
        } else if (path.size() == 2 && call.method.equals("DELETE")) {
            user.deleted = true;
            return Answer.empty(200);
        } else if (path.size() != 2 || !call.method.equals("GET")) {
            throw DeskieFront.unknown(call);
        }
        return DeskieFront.ok(200, wrap(user), "user");
    }

    private ObjectNode wrap(DeskieUser user) {
        return user.json(account.switches);
    }

    private DeskieUser create(Call call) {
        ObjectNode given = bodies.read(call, "user", FIELDS);
        DeskieUser user;
        if (Json.present(given, "user_custom_id")) {
            String channel = Json.text(given, "user_custom_channel");
            user = account.custom(channel == null ? account.settings.channel() : channel, given.get("user_custom_id").asText());
        } else {
            String contact = DeskieUser.CONTACTS.stream().filter(field -> Json.present(given, field)).sorted().findFirst()
                    .orElseThrow(() -> DeskieCases.refuse(call, "user without a contact field", "contact_required"));
            user = account.user(contact.replace("user_", "").replaceAll("_(id|data)$", ""));
        }
        contacts(user, given, call);
        user.record(given, account.now());
        return user;
    }

    private void contacts(DeskieUser user, ObjectNode given, Call call) {
        String email = Json.text(given, "user_email");
        if (email != null && !email.contains("@")) {
            throw DeskieCases.refuse(call, "user_email is no address: " + email, "wrong_email");
        }
        for (String field : DeskieUser.CONTACTS) {
            if (Json.present(given, field)) {
                DeskieUser other = profiles.find(field, given.get(field).asText());
                if (other != null && other != user) {
                    throw new DeskieError(400, field.replace("user_", "") + "_already_exist");
                }
                user.fields.set(field, given.get(field));
            }
        }
    }

    private void change(DeskieUser user, String what, Call call) {
        switch (what) {
            case "block", "disable" -> user.active = false;
            case "restore" -> {
                user.active = true;
                user.deleted = false;
            }
            case "link", "unlink" -> {
                ObjectNode given = bodies.read(call, "user", Set.of("user_email", "user_phone", "user_id"));
                if (given.size() != 1) {
                    throw DeskieCases.refuse(call, what + " wants exactly one of user_email, user_phone, user_id", "wrong_parameters");
                }
                String field = given.fieldNames().next();
                DeskieUser other = field.equals("user_id") ? account.users.get(Loose.id(given, field)) : profiles.find(field, given.get(field).asText());
                if (other == null) {
                    throw new DeskieError(404, "user_not_found");
                }
                if (what.equals("link")) {
                    DeskieProfiles.link(user, other);
                } else {
                    user.linked.remove(other.id);
                    other.linked.remove(user.id);
                }
            }
            default -> throw DeskieFront.unknown(call);
        }
        user.updated = account.now();
    }

    private JsonNode list(Call call) {
        call.checkQuery(LIST);
        Predicate<DeskieUser> filter = user -> true;
        for (String field : new String[] {"user_email", "user_phone"}) {
            String wanted = call.parameter(field);
            if (wanted != null) {
                filter = filter.and(user -> DeskieLists.matches(Json.text(user.fields, field), wanted));
            }
        }
        List<String> custom = call.parameters("user_custom_id");
        List<String> channel = call.parameters("user_custom_channel");
        filter = filter.and(user -> custom.isEmpty() || custom.contains(String.valueOf(user.customId)))
                .and(user -> channel.isEmpty() || channel.contains(String.valueOf(user.channel)));
        List<DeskieUser> all = account.users.values().stream().filter(filter).toList();
        return DeskieLists.page(all, "user", call, account.switches, this::wrap);
    }

    private static Set<String> fields() {
        Set<String> all = new HashSet<>(DeskieUser.PROFILE);
        all.addAll(DeskieUser.CONTACTS);
        all.addAll(Set.of("user_custom_id", "user_custom_channel"));
        return Set.copyOf(all);
    }
}
