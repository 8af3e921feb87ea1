package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;

/** A Deskie account with one custom channel, strict to what is known of Deskie's API. Its methods play the agents. */
public final class DeskieSimulator extends Simulator {

    private final DeskieSettings settings;
    private final DeskieSwitches switches;
    private final DeskieAccount account;
    private final DeskieFront front;

    /** With a wire log of its own. */
    public DeskieSimulator(Clock clock, DeskieSettings settings) {
        this(clock, settings, new WireLog(1000));
    }

    public DeskieSimulator(Clock clock, DeskieSettings settings, WireLog log) {
        this(clock, settings, log, new DeskieSwitches());
    }

    private DeskieSimulator(Clock clock, DeskieSettings settings, WireLog log, DeskieSwitches switches) {
        super("Deskie", clock, log, switches);
        this.settings = settings;
        this.switches = switches;
        account = new DeskieAccount(settings, switches, clock, webhooks, this::changed);
        front = new DeskieFront(this, account, new Limit(clock, 3600));
        if (settings.webhookUrl() != null) {
            webhook(settings.webhookUrl());
        }
    }

    public DeskieSwitches switches() {
        return switches;
    }

    /** Where agents' messages go from now on. */
    public void webhook(String url) {
        synchronized (account) {
            DeskieChannel own = account.channels.get(settings.channel());
            account.channels.put(own.key(), new DeskieChannel(own.key(), own.title(), own.synchronous(), own.active(), url));
        }
        webhooks.target(url, settings.token());
    }

    /** An administrator makes a custom channel, or changes one. Only the one of the settings has a webhook. */
    public void customChannel(String key, String title, boolean synchronous, boolean active) {
        synchronized (account) {
            DeskieChannel before = account.channels.get(key);
            account.channels.put(key, new DeskieChannel(key, title, synchronous, active, before == null ? "" : before.webhookUrl()));
        }
    }

    /** Cases, users and messages get numbers from here on, so that a simulator that is started anew does not give old numbers to new things. */
    public void numberFrom(long first) {
        synchronized (account) {
            account.numberFrom(first);
        }
    }

    /** An agent answers. Returns the message's id. */
    public long answer(long caseId, long staffId, String text) {
        return staffSays(caseId, staffId, text, null, false, false);
    }

    /** An agent answers with a file, which the simulator serves. */
    public long answerWithFile(long caseId, long staffId, String text, String fileName, String mimeType, byte[] bytes) {
        synchronized (account) {
            return staffSays(caseId, staffId, text, Json.MAPPER.createArrayNode().add(account.store(fileName, mimeType, bytes)), false, false);
        }
    }

    /** An agent leaves an internal note. */
    public long note(long caseId, long staffId, String text) {
        return staffSays(caseId, staffId, text, null, true, false);
    }

    /** A rule posts a message. */
    public long ruleMessage(long caseId, String text) {
        return staffSays(caseId, 0, text, null, false, true);
    }

    /** An agent closes the case. */
    public void closeCase(long caseId) {
        status(caseId, "closed");
    }

    /** An agent sets the case to pending (waiting for the customer). */
    public void pending(long caseId) {
        status(caseId, "waiting");
    }

    /** An agent opens the case again. */
    public void reopen(long caseId) {
        status(caseId, "open");
    }

    /** An agent merges the first case into the second. */
    public void merge(long from, long into) {
        synchronized (account) {
            account.merge(account.known(from), account.known(into));
        }
    }

    /** An agent deletes the case for good. */
    public void delete(long caseId) {
        synchronized (account) {
            account.delete(account.known(caseId));
        }
    }

    /** An agent puts the case into the bin. */
    public void bin(long caseId) {
        synchronized (account) {
            account.known(caseId).deleted = true;
            account.changed(account.known(caseId));
        }
    }

    /** The case is given to an agent; 0 for nobody. */
    public void assign(long caseId, long staffId) {
        synchronized (account) {
            account.known(caseId).staff = staffId == 0 ? 0 : account.agent(staffId).id();
            account.changed(account.known(caseId));
        }
    }

    /** A new case that an agent opened for a customer of the custom channel. */
    public long openCase(String customId, long staffId, String subject, String text) {
        synchronized (account) {
            DeskieCase one = account.open(account.custom(settings.channel(), customId), settings.channel());
            one.subject = subject;
            account.staffSays(one, account.agent(staffId).id(), text, null, null, false, false, false);
            return one.id;
        }
    }

    /** Ids of all cases that were not deleted, oldest first. */
    public List<Long> cases() {
        synchronized (account) {
            return List.copyOf(account.cases.keySet());
        }
    }

    /** Ids of a customer's cases, oldest first. */
    public List<Long> casesOf(String customId) {
        synchronized (account) {
            DeskieUser user = account.knownCustom(customId);
            return user == null ? List.of() : account.casesOf(user.id).stream().map(one -> one.id).toList();
        }
    }

    /** The messages of a case, in order, notes included. */
    public List<DeskieMessage> messages(long caseId) {
        synchronized (account) {
            return List.copyOf(account.known(caseId).messages);
        }
    }

    /** The texts of {@link #messages} that the customer wrote. */
    public List<String> userTexts(long caseId) {
        return messages(caseId).stream().filter(message -> message.user() != 0).map(DeskieMessage::text).toList();
    }

    /** All that a customer wrote, in order, whatever became of the cases. */
    public List<String> said(String customId) {
        synchronized (account) {
            DeskieUser user = account.knownCustom(customId);
            return user == null ? List.of() : user.said.stream().map(DeskieMessage::text).toList();
        }
    }

    /** open, waiting or closed. */
    public String status(long caseId) {
        synchronized (account) {
            return account.known(caseId).status;
        }
    }

    /** The case as the API would show it. */
    public JsonNode caseJson(long caseId) {
        synchronized (account) {
            return account.known(caseId).json(switches);
        }
    }

    /** A customer's profile as the API would show it; null where the channel of the settings knows nobody of that id. */
    public JsonNode userJson(String customId) {
        synchronized (account) {
            DeskieUser user = account.knownCustom(customId);
            return user == null ? null : user.json(switches);
        }
    }

    /** The agents. */
    public List<DeskieStaff> staff() {
        return List.copyOf(account.staff.values());
    }

    @Override
    Answer platform(Call call) {
        return front.answer(call);
    }

    @Override
    JsonNode control(String method, List<String> path, JsonNode body) {
        return DeskieControl.answer(this, account, method, path, body);
    }

    @Override
    void mounted(String at) {
        super.mounted(at);
        account.filesAt(at);
    }

    private void status(long caseId, String status) {
        synchronized (account) {
            account.status(account.known(caseId), status);
        }
    }

    private long staffSays(long caseId, long staffId, String text, JsonNode files, boolean note, boolean rule) {
        synchronized (account) {
            long by = rule ? 0 : account.agent(staffId).id();
            return account.staffSays(account.known(caseId), by, text, null, files, note, rule, false).id();
        }
    }
}
