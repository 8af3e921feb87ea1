package dev.baton.console;

import dev.baton.ledger.Versions;
import dev.baton.ledger.View;
import dev.baton.lifecycle.LifeCycle;
import java.net.URI;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

/** Puts the API at {@code /api}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class Front {

    /** Camel keeps the addresses of a servlet by its name, for the whole JVM: another context (as tests have) must not have the same. */
    private final String servletName = "api-" + UUID.randomUUID();

    @Bean
    ServletRegistrationBean<CamelHttpTransportServlet> apiServlet() {
        ServletRegistrationBean<CamelHttpTransportServlet> registration = new ServletRegistrationBean<>(new CamelHttpTransportServlet(), "/api/*");
        registration.setName(servletName);
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<ApiGuard> apiGuard() {
        FilterRegistrationBean<ApiGuard> registration = new FilterRegistrationBean<>(new ApiGuard());
        registration.addUrlPatterns("/api/*");
        return registration;
    }

    /** Before everything else: what follows trips over odd addresses before the login's own firewall sees them, and its log would show them. */
    @Bean
    FilterRegistrationBean<PlainAddresses> plainAddresses() {
        FilterRegistrationBean<PlainAddresses> registration = new FilterRegistrationBean<>(new PlainAddresses());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    RouteBuilder apiRoutes(View view, Versions versions, Operations operations, LifeCycle life, Environment environment) {
        String version = Front.class.getPackage().getImplementationVersion();
        String address = environment.getProperty("baton.public-url", "");
        URI own = URI.create(address.isBlank() ? "http://localhost:" + environment.getProperty("server.port", "8080") : address.strip());
        Api api = new Api(view, operations);
        return new ApiRoutes(api, new ApiVersions(api, versions, operations), new ApiLife(api, life), servletName, own, version == null ? "development" : version);
    }
}
