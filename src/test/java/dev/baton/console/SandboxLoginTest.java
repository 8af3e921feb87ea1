package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/** The profile sandbox opens nothing here (its pages open themselves), but the home page leads there. */
@CamelSpringBootTest
@ActiveProfiles("sandbox")
@SpringBootTest(classes = ApiTest.Parts.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SandboxLoginTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({"GET, /sandbox, 401", "POST, /sandbox/x, 403", "GET, /api/channels, 401", "GET, /actuator/metrics, 401", "GET, /, 200"})
    void nothingElseIsOpen(String method, String path, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).method(method, HttpRequest.BodyPublishers.noBody()).build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().contains("href=\"/sandbox\"")).isEqualTo(path.equals("/"));
    }
}
