package dev.baton.console;

import dev.baton.webhook.Problem;
import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may see what: webhooks are proven by their channels, files by the signature of their links, health is open, all else wants the admin's login. */
@Configuration(proxyBeanMethods = false)
public class Login {

    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

    /** No login here: a platform's Authorization header is its channel's proof. */
    @Bean
    @Order(1)
    SecurityFilterChain hooksAreOpen(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/hooks", "/hooks/**")).csrf(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS)).build();
    }

    /** No login here either: a link to a file is signed. */
    @Bean
    @Order(1)
    SecurityFilterChain filesHaveSignedLinks(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/media/**")).csrf(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS)).build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain restWantsALogin(HttpSecurity http) throws Exception {
        return http
                .authorizeHttpRequests(may -> {
                    may.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD).permitAll();
                    may.requestMatchers(paths("/", "/problems", "/favicon.ico", "/actuator/health", "/actuator/health/**")).permitAll();
                    may.anyRequest().authenticated();
                })
                // The API keeps no session, and ApiGuard refuses other sites' pages.
                .csrf(csrf -> csrf.ignoringRequestMatchers(paths("/api/**")))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY)))
                .httpBasic(basic -> basic.authenticationEntryPoint((request, response, why) -> {
                    response.setHeader("WWW-Authenticate", "Basic realm=\"Baton\", charset=\"UTF-8\"");
                    new Problem(Problem.Kind.NOT_PROVEN,
                            "Send the admin's name and password by HTTP Basic: the settings baton.admin.user and baton.admin.password. "
                            + "Where no password is set, the log tells the one that was made up at start.", request.getRequestURI()).send(response);
                }))
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, why) ->
                        new Problem(Problem.Kind.NOT_ALLOWED, "This is not allowed from here.", request.getRequestURI()).send(response)))
                .build();
    }

    /** Whole paths, whichever servlet they go to: matchers made from plain texts look at what is left of a path inside its servlet. */
    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns).map(PathPatternRequestMatcher.withDefaults()::matcher).toArray(RequestMatcher[]::new));
    }

    /** What {@link PlainAddresses} can't see yet: odd values of headers, when they are asked for. */
    @Bean
    RequestRejectedHandler oddAddresses() {
        return (request, response, why) -> PlainAddresses.refuse(response);
    }

    @Bean
    UserDetailsService admin(Admin admin) {
        return new InMemoryUserDetailsManager(User.withUsername(admin.user()).password(admin.password()).roles("ADMIN").build());
    }

    /** The password is a setting in plain text, so there is nothing to hide it from; it is compared in constant time. */
    @Bean
    PasswordEncoder plainly() {
        return new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return password.toString();
            }

            @Override
            public boolean matches(CharSequence given, String password) {
                return MessageDigest.isEqual(given.toString().getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
