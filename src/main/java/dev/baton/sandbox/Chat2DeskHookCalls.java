package dev.baton.sandbox;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls about webhooks. Nobody has confirmed whether the address is probed on registration; here it is not. */
final class Chat2DeskHookCalls {

    private static final int MOST = 5;
    private static final Set<String> FIELDS = Set.of("url", "name", "events", "channels");

    private final Chat2DeskAccount account;
    private final Chat2DeskHooks hooks;
    private final Chat2DeskAnswers answers;
    private long lastHook = 901;

    Chat2DeskHookCalls(Chat2DeskAccount account, Chat2DeskHooks hooks, Chat2DeskAnswers answers) {
        this.account = account;
        this.hooks = hooks;
        this.answers = answers;
    }

    Answer answer(List<String> path, Call call) {
        String shape = Chat2DeskFront.shape(path, call);
        synchronized (hooks) {
            switch (shape) {
                case "GET webhooks" -> {
                    Chat2DeskGiven given = Chat2DeskGiven.of(call, Set.of("limit", "limits", "offset", "order"));
                    return answers.page(hooks.registered.values().stream().filter(this::shown).toList(), false, given, call,
                            one -> one.json(account.switches));
                }
                case "POST webhooks" -> {
                    return create(Chat2DeskGiven.of(call, FIELDS), call);
                }
                case "GET webhooks/*", "PUT webhooks/*", "DELETE webhooks/*" -> { }
                default -> throw Chat2DeskFront.noPage(call);
            }
            // Somebody may have removed it meanwhile: to ask for one that is gone is no mistake.
            Chat2DeskHook hook = hooks.registered.get(Loose.id(path.get(1)));
            if (hook == null || !shown(hook)) {
                throw Chat2DeskError.missing("webhook", path.get(1));
            }
            if (call.method.equals("PUT")) {
                return change(hook, Chat2DeskGiven.of(call, FIELDS), call);
            }
            if (call.method.equals("DELETE")) {
                hooks.off(hooks.registered.remove(hook.id));
                return answers.data(null);
            }
            return answers.data(hook.json(account.switches));
        }
    }

    private Answer create(Chat2DeskGiven given, Call call) {
        if (given.text("url") == null && given.has("url")) {
            // As in the days of the single webhook: no address, no webhook. Of several, those of that name go.
            hooks.registered.values().stream().filter(one -> given.text("name") == null || given.text("name").equals(one.name)).toList()
                    .forEach(one -> hooks.off(hooks.registered.remove(one.id)));
            return answers.data(null);
        }
        Set<String> events = events(given, call);
        Set<Long> channels = channels(given, call);
        String url = url(given, 0, call);
        hooks.registered.values().removeIf(one -> !shown(one));
        if (hooks.registered.size() >= MOST) {
            throw Chat2DeskSending.refuse(call, "webhooks", "are " + MOST + " already, no more are allowed");
        }
        Chat2DeskHook hook = new Chat2DeskHook(++lastHook);
        hook.url = url;
        hook.name = given.text("name");
        hook.events = events;
        hook.channels = channels;
        hooks.registered.put(hook.id, hook);
        return answers.data(account.switches.createAnswers200 ? 200 : 201, hook.json(account.switches));
    }

    /** What is given is replaced; a webhook that was switched off is on again. */
    private Answer change(Chat2DeskHook hook, Chat2DeskGiven given, Call call) {
        if (given.has("url") && given.text("url") == null) {
            hooks.off(hooks.registered.remove(hook.id));
            return answers.data(null);
        }
        Set<String> events = given.has("events") ? events(given, call) : hook.events;
        Set<Long> channels = given.has("channels") ? channels(given, call) : hook.channels;
        hook.url = given.has("url") ? url(given, hook.id, call) : hook.url;
        hook.name = given.has("name") ? given.text("name") : hook.name;
        hook.events = events;
        hook.channels = channels;
        hooks.on(hook);
        return answers.data(hook.json(account.switches));
    }

    private boolean shown(Chat2DeskHook hook) {
        return hook.on || account.switches.switchedOff != Chat2DeskSwitches.Off.GONE;
    }

    private String url(Chat2DeskGiven given, long own, Call call) {
        String url = given.text("url");
        try {
            if (url == null || !url.matches("https?://[^\\s/]+\\S*") || URI.create(url).getHost() == null) {
                throw Chat2DeskSending.refuse(call, "url", "is no web address");
            }
        } catch (IllegalArgumentException e) {
            throw Chat2DeskSending.refuse(call, "url", "is no web address");
        }
        // A client that did not list them first is told so, and looks it up then: that is no mistake.
        if (hooks.registered.values().stream().anyMatch(one -> one.id != own && shown(one) && url.equals(one.url))) {
            throw Chat2DeskError.field("url", Chat2DeskError.URL_TAKEN);
        }
        return url;
    }

    private static Set<String> events(Chat2DeskGiven given, Call call) {
        Set<String> events = new LinkedHashSet<>(given.has("events") ? given.list("events") : Chat2DeskEvents.ALL);
        Set<String> unknown = events.stream().filter(one -> !Chat2DeskEvents.ALL.contains(one)).collect(Collectors.toSet());
        if (events.isEmpty() || !unknown.isEmpty()) {
            throw Chat2DeskSending.refuse(call, "events", events.isEmpty() ? "are none" : "has unknown ones: " + unknown);
        }
        return events;
    }

    private Set<Long> channels(Chat2DeskGiven given, Call call) {
        return given.list("channels").stream().map(id -> Chat2DeskAccount.named(account.channels, id, "channel", call).id())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
