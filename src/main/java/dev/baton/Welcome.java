package dev.baton;

import dev.baton.console.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** Tells whoever has started Baton where it is, once it is there. */
@Component
class Welcome {

    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);
    private final Admin admin;
    private final Environment settings;

    Welcome(Admin admin, Environment settings) {
        this.admin = admin;
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        String here = "http://localhost:" + settings.getProperty("local.server.port");
        if (settings.acceptsProfiles(Profiles.of("sandbox"))) {
            LOG.info("To try it, open {}/sandbox (no login): write as the customer, answer as the agent", here);
        }
        LOG.info("Baton is at {} ; its API at {}/api/channels wants the login '{}' and the password of baton.admin.password", here, here, admin.user());
    }
}
