package dev.baton;

import dev.baton.deploy.Channel;
import dev.baton.deploy.LiveChannels;
import dev.baton.event.Json;
import dev.baton.ledger.CustomerView;
import dev.baton.ledger.Ledger;
import dev.baton.media.Links;
import dev.baton.media.LiveMedia;
import dev.baton.media.MediaFolder;
import dev.baton.talk.Callers;
import dev.baton.talk.Rates;
import dev.baton.talk.Shown;
import dev.baton.talk.Streams;
import dev.baton.talk.Talks;
import dev.baton.talk.Tokens;
import dev.baton.webhook.Hooks;
import dev.baton.webhook.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** Who is given what, of what apps talk to. */
@Configuration(proxyBeanMethods = false)
class TalkWiring {

    @Bean
    Talks talks(LiveChannels channels) {
        Hooks hooks = new ChannelHooks(channels);
        return name -> {
            Channel channel = channels.find(name);
            return channel == null || channel.version() != null && !channel.version().sheet().talks() ? null : new Live(name, channel, hooks);
        };
    }

    private record Live(String name, Channel channel, Hooks hooks) implements Talks.Talk {

        @Override
        public boolean live() {
            return channel.version() != null;
        }

        @Override
        public String setting(String setting) {
            return live() ? channel.version().setting(setting) : null;
        }

        @Override
        public Hooks.Hook door() {
            return hooks.find(name);
        }
    }

    @Bean
    CustomerView customerView(DataSource pool, Flyway tables) {
        return new CustomerView(pool);
    }

    /** One secret for links and tokens: all nodes that share the folder have it. */
    @Bean
    Tokens tokens(MediaFolder folder, Clock clock) {
        return new Tokens(Links.key(folder), clock);
    }

    @Bean
    Rates rates(Clock clock) {
        return new Rates(clock);
    }

    @Bean
    Callers callers(Talks talks, Tokens tokens, Rates rates) {
        return new Callers(talks, tokens, rates);
    }

    @Bean
    Shown shown(LiveMedia media) {
        return new Shown(media);
    }

    @Bean
    Streams streams(Callers callers, CustomerView view, Shown shown, Ledger ledger, BatonSettings settings, Clock clock) {
        return new Streams(callers, view, shown, () -> ledger.commits()[0], settings.talk().streams(), settings.talk().beat(), clock);
    }

    /** No login here: keys and tokens are the API's own. Pages of other sites may call it as far as the channel's setting {@code origins} says. */
    @Bean
    @Order(1)
    SecurityFilterChain talkHasItsOwnKeys(HttpSecurity http, Talks talks, BatonSettings settings) throws Exception {
        return http.securityMatcher("/talk/**").csrf(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable)
                .addFilter(otherSites(talks, settings))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS)).build();
    }

    private static CorsFilter otherSites(Talks talks, BatonSettings settings) {
        CorsFilter filter = new CorsFilter(request -> origins(talks, settings, request));
        filter.setCorsProcessor(new DefaultCorsProcessor() {
            @Override
            protected void rejectRequest(ServerHttpResponse response) throws IOException {
                response.setStatusCode(HttpStatus.FORBIDDEN);
                response.getHeaders().set("Content-Type", Problem.TYPE);
                response.getBody().write(Json.bytes(new Problem(Problem.Kind.NOT_ALLOWED, "This site's pages may not call the channel, or not so: its setting origins names the sites.", null).json()));
                response.flush();
            }
        });
        return filter;
    }

    private static CorsConfiguration origins(Talks talks, BatonSettings settings, HttpServletRequest request) {
        String[] path = request.getRequestURI().substring(request.getContextPath().length()).split("/");
        if (path.length <= 3) {
            return null;
        }
        Talks.Talk talk = talks.find(path[2]);
        List<String> origins = new ArrayList<>();
        if (settings.publicUrl() != null && !settings.publicUrl().isBlank()) {
            origins.add(settings.publicUrl().strip().replaceAll("^(https?://[^/]+).*", "$1"));
        }
        if (talk != null && talk.setting("origins") != null) {
            origins.addAll(Arrays.stream(talk.setting("origins").split("[,\\s]+")).filter(one -> !one.isEmpty()).toList());
        }
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(origins);
        rules.setAllowedMethods(List.of("GET", "POST"));
        rules.setAllowedHeaders(List.of("Authorization", "Content-Type", "Last-Event-ID"));
        rules.setExposedHeaders(List.of("Retry-After"));
        rules.setMaxAge(600L);
        return rules;
    }
}
