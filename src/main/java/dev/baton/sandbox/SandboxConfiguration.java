package dev.baton.sandbox;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** In the sandbox profile: starts the simulated platforms, see {@link SandboxPlatforms}. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

    @Bean
    WireLog wireLog() {
        return new WireLog(500);
    }

    @Bean
    SimulatorServer simulatorServer(Environment settings) {
        return new SimulatorServer(settings.getProperty("baton.sandbox.port", Integer.class, 8090));
    }

    @Bean
    SandboxPlatforms sandboxPlatforms(Environment settings, SimulatorServer server, WireLog log) {
        return new SandboxPlatforms(settings, server, log);
    }

    @Bean
    BlipSimulator blipSimulator(SandboxPlatforms platforms) {
        return platforms.firstBot();
    }

    @Bean
    DeskieSimulator deskieSimulator(SandboxPlatforms platforms) {
        return platforms.firstDesk();
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
}
