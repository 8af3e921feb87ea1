package dev.baton.talk;

import dev.baton.webhook.Hooks;

/** The channels that have this API. Asked anew for each request. */
public interface Talks {

    /** The channel of that name where its platform sheet says {@code talks: true}; null where there is none. */
    Talk find(String channel);

    /** One such channel, as it is at this moment. */
    interface Talk {

        /** The channel's name. */
        String name();

        /** Whether it runs; one that does not has no settings. */
        boolean live();

        /** The value of a setting, secret or not; null where it has none. */
        String setting(String name);

        /** Its way in. */
        Hooks.Hook door();

        /** Whether a customer may have several threads side by side, each as slow as mail: no typing there. */
        default boolean async() {
            return "async".equals(setting("type"));
        }
    }
}
