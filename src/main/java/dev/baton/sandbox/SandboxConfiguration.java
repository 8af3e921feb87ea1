package dev.baton.sandbox;

import java.time.Clock;
import java.time.Instant;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** In the sandbox profile: starts the simulated platforms for the channels {@code acme-blip} and {@code support-deskie}, with their own settings. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

    private static final String BLIP = "channels.acme-blip.";
    private static final String DESKIE = "channels.support-deskie.";

    @Bean
    WireLog wireLog() {
        return new WireLog(500);
    }

    @Bean
    SimulatorServer simulatorServer(Environment settings) {
        return new SimulatorServer(settings.getProperty("baton.sandbox.port", Integer.class, 8090));
    }

    @Bean
    BlipSimulator blipSimulator(Environment settings, SimulatorServer server, WireLog log) {
        return server.mount("/blip", new BlipSimulator(Clock.systemUTC(), new BlipSettings(settings.getProperty(BLIP + "key", "Key c2FuZGJveA=="),
                null, settings.getProperty(BLIP + "token", "")), log));
    }

    @Bean
    DeskieSimulator deskieSimulator(Environment settings, SimulatorServer server, WireLog log) {
        DeskieSimulator deskie = new DeskieSimulator(Clock.systemUTC(), new DeskieSettings(
                settings.getProperty(DESKIE + "email", "desk@example.com"), settings.getProperty(DESKIE + "api-key", "sandbox"),
                settings.getProperty(DESKIE + "channel", "cch1"), null, settings.getProperty(DESKIE + "token", "")), log);
        // Baton remembers what it has seen: numbers must not come again after a restart.
        deskie.numberFrom(Instant.now().getEpochSecond());
        return server.mount("/deskie", deskie);
    }

    @Bean
    Webhooking webhooking(BlipSimulator blip, DeskieSimulator deskie, Environment settings) {
        return new Webhooking(blip, deskie, settings.getProperty(DESKIE + "token", ""));
    }

    /** The sandbox is for playing on one machine: nobody has to log in to it. */
    @Bean
    @Order(1)
    SecurityFilterChain sandboxPages(HttpSecurity http) throws Exception {
        return http.securityMatcher("/sandbox", "/sandbox/**").authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives("default-src 'self'; img-src 'self' data:")))
                .build();
    }

    /** Tells the simulators where Baton listens, as soon as that is known. */
    record Webhooking(BlipSimulator blip, DeskieSimulator deskie, String deskieToken) {

        @EventListener
        void listening(WebServerInitializedEvent event) {
            if (event.getApplicationContext().getServerNamespace() == null) {
                String baton = "http://localhost:" + event.getWebServer().getPort() + "/hooks/";
                blip.webhook(baton + "acme-blip");
                deskie.webhook(baton + "support-deskie" + (deskieToken.isEmpty() ? "" : "/" + deskieToken));
            }
        }
    }
}
