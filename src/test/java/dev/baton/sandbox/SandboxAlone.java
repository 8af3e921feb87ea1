package dev.baton.sandbox;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An application that is nothing but the sandbox, with a place where webhooks end. Its main serves the page without the rest of Baton.
 * No stereotype annotation: Baton's own component scan must not find it.
 */
@ImportAutoConfiguration({ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class, SecurityAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class, LifecycleAutoConfiguration.class})
@Import({SandboxConfiguration.class, SandboxEvents.class, SandboxController.class})
class SandboxAlone {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(SandboxAlone.class);
        application.setAdditionalProfiles("sandbox");
        application.run(arguments);
    }

    @Bean
    Hooks hooks() {
        return new Hooks();
    }

    @Bean
    ServletRegistrationBean<Hooks> hooksServlet(Hooks hooks) {
        return new ServletRegistrationBean<>(hooks, "/hooks/*");
    }

    /** Keeps path, Authorization and body of each webhook. */
    static class Hooks extends HttpServlet {

        private static final long serialVersionUID = 1L;

        final transient List<String> got = new CopyOnWriteArrayList<>();

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            got.add(request.getRequestURI() + " " + request.getHeader("Authorization") + " "
                    + new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Without it Spring Security would ask for a login, and a token of its own, at the webhooks too. */
    @Bean
    SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(all -> all.anyRequest().permitAll()).csrf(AbstractHttpConfigurer::disable).build();
    }
}
