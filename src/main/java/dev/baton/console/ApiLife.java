package dev.baton.console;

import dev.baton.lifecycle.Condition;
import dev.baton.lifecycle.LifeCycle;
import dev.baton.lifecycle.Shown;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the API answers about the life of channels. {@link ApiRoutes} says at which addresses. */
final class ApiLife {

    /** A channel whole. Of secrets is told only whether they are set. {@code revision} tells one writing of the settings from another. */
    record Whole(Api.Channel channel, boolean managed, boolean active, String revision, Map<String, String> settings, Map<String, String> secrets, List<Condition> conditions, Instant examined,
            List<String> notes) {
    }

    /** A new channel. {@code settings} are texts, numbers, true or false; {@code activate} where it is to go live at once if all conditions hold. */
    record Create(String name, String platform, Map<String, Object> settings, Boolean activate) {
    }

    /** Settings to change: those that are left out stay, null takes one away. {@code activate} is of an inactive channel. With the {@code revision} that was shown nobody else's change is overwritten. */
    record Change(Map<String, Object> settings, Boolean activate, String revision) {
    }

    /** A channel that is gone; {@code notes}: what is left to be done by hand. */
    record Deleted(String name, List<String> notes) {
    }

    private final Api api;
    private final LifeCycle life;

    ApiLife(Api api, LifeCycle life) {
        this.api = api;
        this.life = life;
    }

    Whole show(Asked asked) {
        return whole(asked, life.show(api.named(asked).name()));
    }

    Whole create(Asked asked) {
        Create wanted = asked.body(Create.class, null);
        String name = asked.given(wanted.name(), "name");
        Shown shown = life.create(Api.who(), name, asked.given(wanted.platform(), "platform"), texts(wanted.settings()), Boolean.TRUE.equals(wanted.activate()));
        return whole(name, shown);
    }

    Whole change(Asked asked) {
        String name = api.named(asked).name();
        Change wanted = asked.body(Change.class, null);
        return whole(asked, life.change(Api.who(), name, texts(wanted.settings()), wanted.activate(), wanted.revision()));
    }

    Whole activate(Asked asked) {
        return whole(asked, life.activate(Api.who(), api.named(asked).name()));
    }

    Whole deactivate(Asked asked) {
        return whole(asked, life.deactivate(Api.who(), api.named(asked).name()));
    }

    Deleted delete(Asked asked) {
        String name = asked.text("name");
        if (!life.knows(name)) {
            api.named(asked);
        }
        return new Deleted(name, life.delete(Api.who(), name));
    }

    private Whole whole(Asked asked, Shown shown) {
        return whole(api.named(asked).name(), shown);
    }

    private Whole whole(String name, Shown shown) {
        return new Whole(api.channel(api.named(name)), shown.managed(), shown.active(), shown.revision(), shown.settings(), shown.secrets(), shown.conditions(), shown.examined(), shown.notes());
    }

    private static Map<String, String> texts(Map<String, Object> settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (settings != null) {
            settings.forEach((name, value) -> {
                if (value instanceof Map || value instanceof List) {
                    throw new IllegalArgumentException("A setting under 'settings' is a list or an object: write a text, a number, true, false or null, and a name such as deadlines.queued whole.");
                }
                texts.put(name, value == null ? null : value.toString());
            });
        }
        return texts;
    }
}
