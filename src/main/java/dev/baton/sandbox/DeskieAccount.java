package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** The account's users, cases, messages, staff and files, and what agents do. Whoever calls it holds its lock. */
final class DeskieAccount {

    /** A file that was uploaded, or that an agent sent. */
    record Stored(String mimeType, byte[] bytes) {
    }

    final DeskieSettings settings;
    final DeskieSwitches switches;
    final Map<Long, DeskieCase> cases = new LinkedHashMap<>();
    final Map<Long, DeskieUser> users = new LinkedHashMap<>();
    final Map<Long, DeskieStaff> staff = new LinkedHashMap<>();
    final Map<Long, Stored> files = new LinkedHashMap<>();
    /** By key; the one of the settings is the only one with a webhook. */
    final Map<String, DeskieChannel> channels = new LinkedHashMap<>();
    /** By channel and the channel's own id of them. */
    private final Map<String, DeskieUser> byCustomId = new LinkedHashMap<>();
    private final Map<Long, List<DeskieCase>> byUser = new LinkedHashMap<>();
    private final Clock clock;
    private final DeskiePosts posts;
    private final Consumer<String> changed;
    private long firstCase = 4_410_031;
    private long lastCase = firstCase - 1;
    private long lastUser = 9_120_044;
    private long lastMessage = 77_120_907;
    private long lastFile = 76;
    private String filesUrl = "";

    DeskieAccount(DeskieSettings settings, DeskieSwitches switches, Clock clock, Webhooks webhooks, Consumer<String> changed) {
        this.settings = settings;
        this.switches = switches;
        this.clock = clock;
        this.posts = new DeskiePosts(settings, switches, webhooks);
        this.changed = changed;
        channels.put(settings.channel(), new DeskieChannel(settings.channel(), "Baton", settings.synchronous(), true, ""));
        for (DeskieStaff one : List.of(new DeskieStaff(5120, settings.email(), "Olga Marin", true),
                new DeskieStaff(5121, "joana@example.com", "Joana Silva", true), new DeskieStaff(5122, "mark@example.com", "Mark Holm", true),
                new DeskieStaff(5123, "left@example.com", "Lee Gone", false))) {
            staff.put(one.id(), one);
        }
    }

    void numberFrom(long first) {
        firstCase = first;
        lastCase = first - 1;
        lastUser = first - 1;
        lastMessage = first - 1;
    }

    void filesAt(String url) {
        filesUrl = url;
    }

    Instant now() {
        return clock.instant();
    }

    /** The customer whom a custom channel calls so; made if there is none. */
    DeskieUser custom(String channel, String customId) {
        return byCustomId.computeIfAbsent(channel + " " + customId, key -> {
            DeskieUser user = user("custom");
            user.customId = customId;
            user.channel = channel;
            return user;
        });
    }

    /** A customer of the settings' channel; null if there is none. */
    DeskieUser knownCustom(String customId) {
        return byCustomId.get(settings.channel() + " " + customId);
    }

    boolean synchronous(String channel) {
        return channels.containsKey(channel) && channels.get(channel).synchronous();
    }

    DeskieUser user(String type) {
        DeskieUser user = new DeskieUser(++lastUser, type, now());
        users.put(user.id, user);
        return user;
    }

    DeskieCase open(DeskieUser user, String channel) {
        DeskieCase one = new DeskieCase(++lastCase, user, channel, now());
        cases.put(one.id, one);
        byUser.computeIfAbsent(user.id, key -> new ArrayList<>()).add(one);
        return one;
    }

    List<DeskieCase> casesOf(long user) {
        return byUser.getOrDefault(user, List.of());
    }

    /** By id or by number. Null if there was never such a case. */
    DeskieCase find(String name) {
        DeskieCase one = cases.get(Loose.id(name));
        return one != null || !name.contains("-") ? one
                : cases.values().stream().filter(each -> each.number().equals(name)).findFirst().orElse(null);
    }

    DeskieCase known(long id) {
        DeskieCase one = cases.get(id);
        if (one == null) {
            throw new NoSuchElementException("there is no case " + id);
        }
        return one;
    }

    ObjectNode store(String name, String mimeType, byte[] bytes) {
        long id = ++lastFile;
        files.put(id, new Stored(mimeType, bytes));
        return Json.object().put("file_id", id).put("file_name", name).put("file_size", bytes.length).put("mime_type", mimeType)
                .put("url", filesUrl + "/files/" + id);
    }

    ObjectNode link(String url) {
        String name = url.replaceAll("[?#].*", "").replaceAll(".*/", "");
        return Json.object().put("file_id", ++lastFile).put("file_name", name.isEmpty() ? "file" : name).put("file_size", 0)
                .put("mime_type", "application/octet-stream").put("url", url);
    }

    /** A customer's message. */
    DeskieMessage userSays(DeskieCase one, String content, String html, JsonNode attachments) {
        DeskieMessage message = message(one.user.id, 0, content, html, attachments, false, false, true);
        add(one, message);
        one.user.said.add(message);
        if (switches.userMessageOpens) {
            one.status("open", now());
        }
        return message;
    }

    /** An agent's answer, note or a rule's message; those that leave the house go to the webhook. */
    DeskieMessage staffSays(DeskieCase one, long by, String content, String html, JsonNode attachments, boolean note, boolean rule, boolean fromApi) {
        DeskieMessage message = message(0, by, content, html, attachments, note, rule, fromApi);
        add(one, message);
        if (!note && !rule) {
            one.staff = one.staff == 0 ? by : one.staff;
            if (switches.answerSetsWaiting) {
                one.status("waiting", now());
            }
        }
        if (one.user.customId != null && (!note || switches.noteWebhooks)) {
            posts.message(one, message);
        }
        return message;
    }

    void status(DeskieCase one, String status) {
        one.status(status, now());
        changed.accept("case " + one.id);
    }

    /** The first case is absorbed by the second. */
    void merge(DeskieCase from, DeskieCase into) {
        if (from == into || !from.live() || !into.live()) {
            throw new IllegalStateException("case " + from.id + " can't be merged into case " + into.id);
        }
        into.messages.addAll(from.messages);
        into.messages.sort(Comparator.comparing(DeskieMessage::id));
        from.messages.clear();
        from.parent = into.id;
        from.updated = now();
        into.updated = now();
        changed.accept("case " + into.id);
    }

    /** Gone for good. */
    void delete(DeskieCase one) {
        cases.remove(one.id);
        casesOf(one.user.id).remove(one);
        one.deleted = true;
        changed.accept("case " + one.id);
    }

    DeskieStaff agent(long id) {
        DeskieStaff one = staff.get(id);
        if (one == null) {
            throw new NoSuchElementException("there is no agent " + id);
        }
        return one;
    }

    boolean everExisted(String name) {
        long id = Loose.id(name.replaceAll("-", ""));
        return cases.containsKey(id) || id >= firstCase && id <= lastCase;
    }

    void changed(DeskieCase one) {
        changed.accept("case " + one.id);
    }

    private void add(DeskieCase one, DeskieMessage message) {
        one.messages.add(message);
        one.updated = now();
        one.lastResponse = now();
        changed.accept("case " + one.id);
    }

    private DeskieMessage message(long user, long by, String content, String html, JsonNode attachments, boolean note, boolean rule,
            boolean fromApi) {
        return new DeskieMessage(++lastMessage, user, by, content == null ? "" : content, html == null ? "" : html,
                attachments == null ? Json.MAPPER.createArrayNode() : attachments, note, rule, fromApi, now());
    }
}
