package dev.baton.deploy.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings of channels out of Spring's environment. */
class EnvironmentSettingsTest {

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHANNELS_ACME_DESK_APIKEY", "CHANNELS_ACMEDESK_APIKEY", "CHANNELS_ACME_DESK_API_KEY", "CHANNELS_ACMEDESK_API_KEY"})
    void theEnvironmentMayWriteANameInItsOwnWays(String variable) {
        EnvironmentSettings settings = new EnvironmentSettings(environment(Map.of(variable, "k")));
        assertThat(settings.apply("acme-desk", "api-key")).isEqualTo("k");
        assertThat(settings.apply("acme-desk", "api")).isNull();
        assertThat(settings.apply("other", "api-key")).isNull();
    }

    @Test
    void whatStandsInAFileIsFoundByItsName() {
        StandardEnvironment environment = environment(Map.of());
        environment.getPropertySources().addLast(new MapPropertySource("file", Map.of("channels.depot.api-key", "k")));
        assertThat(new EnvironmentSettings(environment).apply("depot", "api-key")).isEqualTo("k");
    }
}
