package dev.baton.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.MovableClock;
import dev.baton.webhook.Hooks;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** Who is let in, and for how long. */
class CallersTest {

    private final MovableClock clock = MovableClock.standing();
    private final Map<String, String> settings = new HashMap<>(Map.of("api-key", "k-1"));
    private boolean live = true;
    private final Tokens tokens = new Tokens(new byte[32], clock);
    private final Callers callers = new Callers(name -> name.equals("app") ? new App() : null, tokens, new Rates(clock));

    /** As it is at the moment when it is asked for. */
    private final class App implements Talks.Talk {
        private final Map<String, String> now = Map.copyOf(settings);
        private final boolean runs = live;

        @Override
        public String name() {
            return "app";
        }

        @Override
        public boolean live() {
            return runs;
        }

        @Override
        public String setting(String name) {
            return now.get(name);
        }

        @Override
        public Hooks.Hook door() {
            return new Hooks.Absent();
        }
    }

    private static MockHttpServletRequest with(String authorization) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        return request;
    }

    private void refused(String authorization, Problem.Kind kind) {
        assertThatThrownBy(() -> callers.caller("app", with(authorization))).as(String.valueOf(authorization))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void aKeyOfNothingLetsNobodyIn() {
        for (String key : new String[] {"", " ", "\t"}) {
            settings.put("api-key", key);
            for (String given : new String[] {null, "", "Bearer", "Bearer ", "Bearer  ", "Basic x"}) {
                refused(given, Problem.Kind.NOT_NOW);
            }
        }
        settings.remove("api-key");
        refused("Bearer null", Problem.Kind.NOT_NOW);
    }

    @Test
    void whatLetThemInIsAskedAgain() {
        Caller app = callers.caller("app", with("bearer k-1"));
        Caller customer = callers.caller("app", with("Bearer " + tokens.sign(app.talk(), new Tokens.Token("u", null, clock.instant().plus(Duration.ofHours(1)), Map.of(), false))));
        assertThat(customer.user(null)).isEqualTo("u");
        assertThat(callers.letsIn(app) && callers.letsIn(customer)).isTrue();
        clock.forward(Duration.ofHours(1));
        assertThat(callers.letsIn(app)).isTrue();
        assertThat(callers.letsIn(customer)).as("it has ended").isFalse();
        settings.put("api-key", "k-2");
        assertThat(callers.letsIn(app)).as("another key").isFalse();
        refused("Bearer k-1", Problem.Kind.NOT_PROVEN);
        settings.put("api-key", "k-1");
        live = false;
        assertThat(callers.letsIn(app)).as("no such channel now").isFalse();
        refused("Bearer k-1", Problem.Kind.NOT_NOW);
    }
}
