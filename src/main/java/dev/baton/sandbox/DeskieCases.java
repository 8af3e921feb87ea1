package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The calls about cases. */
final class DeskieCases {

    private static final Set<String> CREATE = union(DeskieUser.PROFILE, DeskieUser.CONTACTS, Set.of("user_custom_id", "channel", "subject", "content",
            "content_html", "group_id", "staff_id", "priority", "status", "labels", "created_at", "attachments", "attachment_urls"));
    private static final Set<String> EDIT = Set.of("subject", "group_id", "staff_id", "status", "priority", "language_id", "custom_fields",
            "add_labels", "delete_labels");
    private static final Set<String> LIST = Set.of("page", "limit", "user_id", "user_custom_id", "user_email", "user_phone", "subject", "staff_id",
            "group_id", "channel", "priority", "status", "labels", "filter", "custom_fields", "show_active_chats", "show_merged_cases", "sort",
            "from_time", "to_time", "from_updated_time", "to_updated_time");
    private static final Set<String> STATUSES = Set.of("open", "waiting", "closed");
    private static final Set<String> PRIORITIES = Set.of("low", "normal", "high", "critical");

    private final DeskieAccount account;
    private final DeskieBodies bodies;
    private final DeskieProfiles profiles;

    DeskieCases(DeskieAccount account, DeskieBodies bodies) {
        this.account = account;
        this.bodies = bodies;
        this.profiles = new DeskieProfiles(account);
    }

    DeskieCase create(Call call) {
        ObjectNode given = bodies.read(call, "case", CREATE);
        if (!given.hasNonNull("subject") || given.get("subject").asText().isEmpty()) {
            throw refuse(call, "case without subject", "subject_required");
        }
        if (!Json.present(given, "content") && !Json.present(given, "content_html")) {
            throw refuse(call, "case without content", "content_required");
        }
        choice(call, given, "status", STATUSES);
        choice(call, given, "priority", PRIORITIES);
        DeskieUser user = profiles.writer(given, call);
        JsonNode attachments = bodies.attachments(given, call);
        String channel = Json.present(given, "channel") ? given.get("channel").asText() : user.type;
        DeskieCase one = account.open(user, channel);
        one.subject = given.get("subject").asText();
        apply(one, given, call);
        account.userSays(one, Json.text(given, "content"), Json.text(given, "content_html"), attachments);
        if (given.hasNonNull("status")) {
            one.status(given.get("status").asText(), account.now());
        }
        return one;
    }

    void edit(DeskieCase one, Call call) {
        ObjectNode given = bodies.read(call, "case", EDIT);
        choice(call, given, "status", STATUSES);
        choice(call, given, "priority", PRIORITIES);
        apply(one, given, call);
        if (given.hasNonNull("subject")) {
            one.subject = given.get("subject").asText();
        }
        if (given.hasNonNull("status")) {
            one.status(given.get("status").asText(), account.now());
        }
        account.changed(one);
    }

    JsonNode list(Call call) {
        call.checkQuery(LIST);
        for (String name : new String[] {"user_email", "user_phone", "subject"}) {
            if (call.parameter(name) != null && call.parameter(name).length() < 4) {
                throw refuse(call, name + " is shorter than 4 characters", "wrong_" + name);
            }
        }
        List<DeskieCase> all = new ArrayList<>(candidates(call).stream().filter(filter(call)).toList());
        all.sort(order(call));
        JsonNode page = DeskieLists.page(all, "case", call, account.switches, one -> one.json(account.switches));
        if (!call.parameters("user_id").isEmpty() || !call.parameters("user_custom_id").isEmpty()) {
            all.forEach(one -> one.shownClosed = one.status.equals("closed"));
        }
        return page;
    }

    /** Those of the users that are asked for, so that a full account does not make the last-chat look-up slow. */
    private List<DeskieCase> candidates(Call call) {
        List<String> ids = call.parameters("user_id");
        List<String> custom = call.parameters("user_custom_id");
        if (ids.isEmpty() && custom.isEmpty()) {
            return List.copyOf(account.cases.values());
        }
        Set<Long> users = new HashSet<>();
        ids.forEach(id -> users.add(Loose.id(id)));
        account.users.values().stream().filter(user -> custom.contains(user.customId)).forEach(user -> users.add(user.id));
        if (account.switches.listLinkedCases) {
            Set.copyOf(users).stream().map(account.users::get).filter(user -> user != null).forEach(user -> users.addAll(user.linked));
        }
        return users.stream().flatMap(user -> account.casesOf(user).stream()).toList();
    }

    private Predicate<DeskieCase> filter(Call call) {
        boolean active = Json.truth(call.parameter("show_active_chats"));
        boolean merged = Json.truth(call.parameter("show_merged_cases"));
        Predicate<DeskieCase> filter = one -> (active || !chat(one)) && (merged || one.parent == 0) && (account.switches.listBinned || !one.deleted);
        filter = filter.and(in(call, "staff_id", one -> String.valueOf(one.staff))).and(in(call, "group_id", one -> String.valueOf(one.group)))
                .and(in(call, "channel", one -> one.channel)).and(in(call, "priority", one -> one.priority))
                .and(in(call, "status", one -> one.status));
        filter = filter.and(includes(call, "subject", one -> one.subject))
                .and(includes(call, "user_email", one -> Json.text(one.user.fields, "user_email")))
                .and(includes(call, "user_phone", one -> Json.text(one.user.fields, "user_phone")));
        return filter.and(period(call, "from_time", "to_time", one -> one.created))
                .and(period(call, "from_updated_time", "to_updated_time", one -> one.updated));
    }

    /** A chat in progress: no document says which cases count; here every case of a synchronous channel that is not closed. */
    private boolean chat(DeskieCase one) {
        return account.synchronous(one.channel) && !one.status.equals("closed") && one.parent == 0;
    }

    private Comparator<DeskieCase> order(Call call) {
        String sort = call.parameter("sort") == null ? account.switches.oldestFirst ? "created_at_asc" : "updated_at_desc" : call.parameter("sort");
        Comparator<DeskieCase> by = switch (sort.replaceAll("_(asc|desc)$", "")) {
            case "updated_at" -> Comparator.comparing(one -> one.updated);
            case "created_at" -> Comparator.comparing(one -> one.created);
            case "response" -> Comparator.comparing(one -> one.lastResponse);
            case "priority" -> Comparator.comparing(one -> List.of("low", "normal", "high", "critical").indexOf(one.priority));
            case "status" -> Comparator.comparing(one -> one.status);
            default -> throw refuse(call, "unknown sort " + sort, "wrong_sort");
        };
        by = by.thenComparing(one -> one.id);
        return sort.endsWith("_desc") ? by.reversed() : by;
    }

    private void apply(DeskieCase one, ObjectNode given, Call call) {
        if (given.hasNonNull("staff_id")) {
            long staff = Loose.id(given, "staff_id");
            if (staff != 0 && !account.staff.containsKey(staff)) {
                throw refuse(call, "unknown staff_id " + staff, "staff_not_found");
            }
            one.staff = staff;
        }
        one.group = given.hasNonNull("group_id") ? Loose.id(given, "group_id") : one.group;
        one.language = given.hasNonNull("language_id") ? Loose.id(given, "language_id") : one.language;
        one.priority = given.hasNonNull("priority") ? given.get("priority").asText() : one.priority;
        one.customFields = given.hasNonNull("custom_fields") ? given.get("custom_fields") : one.customFields;
        one.labels = given.hasNonNull("labels") ? given.get("labels") : given.hasNonNull("add_labels") ? given.get("add_labels") : one.labels;
        one.updated = account.now();
    }

    private static Predicate<DeskieCase> in(Call call, String name, Function<DeskieCase, String> value) {
        List<String> wanted = call.parameters(name).stream().map(text -> text.equals("pending") ? "waiting" : text).toList();
        return wanted.isEmpty() ? one -> true : one -> wanted.contains(value.apply(one));
    }

    private static Predicate<DeskieCase> includes(Call call, String name, Function<DeskieCase, String> value) {
        String wanted = call.parameter(name);
        return wanted == null ? one -> true : one -> DeskieLists.matches(value.apply(one), wanted);
    }

    /** Times are compared in whole seconds, as they are shown. */
    private static Predicate<DeskieCase> period(Call call, String from, String to, Function<DeskieCase, Instant> value) {
        Instant first = call.parameter(from) == null ? Instant.MIN : Loose.time(call.parameter(from));
        Instant last = call.parameter(to) == null ? Instant.MAX : Loose.time(call.parameter(to));
        return one -> value.apply(one).getEpochSecond() >= first.getEpochSecond() && value.apply(one).getEpochSecond() <= last.getEpochSecond();
    }

    private static void choice(Call call, ObjectNode given, String field, Set<String> known) {
        if (given.hasNonNull(field) && !known.contains(given.get(field).asText())) {
            throw refuse(call, "unknown " + field + " " + given.get(field).asText(), "wrong_" + field);
        }
    }

    static DeskieError refuse(Call call, String what, String code) {
        call.wrong(what);
        return new DeskieError(400, code);
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> all = new HashSet<>();
        List.of(sets).forEach(all::addAll);
        return Set.copyOf(all);
    }
}
