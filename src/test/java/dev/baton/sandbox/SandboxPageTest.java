package dev.baton.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** The sandbox inside an application: its page, its control calls, its events, and where its webhooks go. */
@SpringBootTest(classes = SandboxAlone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"baton.sandbox.port=0", "channels.acme-blip.key=Key YTpi", "channels.acme-blip.token=from-blip",
            "channels.support-deskie.email=a@example.com", "channels.support-deskie.api-key=k", "channels.support-deskie.channel=cch12",
            "channels.support-deskie.token=5d1c", "baton.sandbox.blip=acme-blip,shop-blip",
            "baton.sandbox.deskie=support-deskie, sales-deskie", "channels.shop-blip.desk=sales-deskie", "channels.sales-deskie.channel=cch7",
            "baton.sandbox.app=web-app, shop-app", "channels.web-app.desk=support-deskie", "channels.shop-app.desk=other-chat2desk", "channels.acme-chat2desk.desk=acme-chat2desk",
            "baton.sandbox.chat2desk=acme-chat2desk,other-chat2desk", "channels.acme-chat2desk.api-token=9f0c", "channels.acme-chat2desk.token=5d1c0ffee"})
@ActiveProfiles("sandbox")
@DirtiesContext
class SandboxPageTest {

    @LocalServerPort
    private int port;
    @Autowired
    private SandboxAlone.Hooks hooks;
    @Autowired
    private DeskieSimulator deskie;
    @Autowired
    private SimulatorServer server;

    @Test
    void thePageIsServedWithoutLoginAndLoadsNothingFromElsewhere() throws Exception {
        Client browser = new Client("http://localhost:" + port, null);
        HttpResponse<String> page = browser.send("GET", "/sandbox", null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).startsWith("default-src 'self'");
        for (String id : List.of("customer-input", "customer-send", "customer-messages", "customer-chat", "desk-cases", "agent-input", "agent-send", "agent-close", "wire-log")) {
            assertThat(page.body()).contains("data-testid=\"" + id + "\"");
        }
        String script = browser.send("GET", "/sandbox/sandbox.js", null).body();
        String style = browser.send("GET", "/sandbox/sandbox.css", null).body();
        assertThat(page.body() + script + style).doesNotContain("http://").doesNotContain("https://").doesNotContain("innerHTML");
        assertThat(browser.status("GET", "/sandbox/application.yaml", null)).isEqualTo(404);
    }

    @Test
    void whatIsPlayedReachesBatonsWebhooks() throws Exception {
        Client page = new Client("http://localhost:" + port + "/sandbox/control", null);
        JsonNode said = page.json("POST", "/blip/customers/guest-1%400mn.io/say", "{\"text\":\"hello\"}");
        await().until(() -> hooks.got.stream().anyMatch(hook -> hook.contains("/hooks/acme-blip from-blip") && hook.contains(said.path("ticket").asText())));
        long id = deskie.openCase("c-1", 5121, "s", "How can I help?");
        page.json("POST", "/deskie/cases/" + id + "/answer", "{\"text\":\"Anybody there?\"}");
        await().until(() -> hooks.got.stream().filter(hook -> hook.startsWith("/hooks/support-deskie/5d1c")).count() == 2);
        assertThat(page.status("POST", "/deskie/cases/" + id + "/close", "{}", "Content-Type", "text/plain")).isEqualTo(415);
        assertThat(deskie.status(id)).isEqualTo("waiting");
        assertThat(page.status("POST", "/deskie/cases/7/close", "{}")).isEqualTo(404);
    }

    @Test
    void aChat2DeskCallsWhereItWasToldTo() throws Exception {
        JsonNode none = new Client("http://localhost:" + port, null).json("GET", "/sandbox/control/chat2desk/hooks", null);
        assertThat(none).as("nobody has registered any").isEmpty();
        Client api = new Client(server.url() + "/chat2desk/v1", "9f0c");
        String url = "http://localhost:" + port + "/hooks/acme-chat2desk/5d1c0ffee";
        assertThat(api.status("POST", "/webhooks", "{\"url\":\"%s\",\"name\":\"Baton\",\"events\":[\"inbox\"]}".formatted(url))).isEqualTo(201);
        assertThat(new Client(server.url() + "/other-chat2desk/v1", "sandbox").status("GET", "/operators", null)).isEqualTo(200);
        Client page = new Client("http://localhost:" + port + "/sandbox/control", null);
        JsonNode chat = page.json("POST", "/chat2desk/customers/70111/say", "{\"text\":\"hello Chat2Desk\"}");
        assertThat(page.json("POST", "/acme-chat2desk/dialogs/" + chat.path("dialog") + "/answer", "{\"text\":\"hi\"}").path("operatorName").asText())
                .isEqualTo("Joana Silva");
        await().until(() -> hooks.got.stream().anyMatch(hook -> hook.startsWith("/hooks/acme-chat2desk/5d1c0ffee") && hook.contains("hello Chat2Desk")));
        assertThat(page.send("GET", "/chat2desk/wire", null).body()).doesNotContain("5d1c0ffee").doesNotContain("9f0c");
    }

    @Test
    void thePageKnowsWhichChannelsItCanPlayWith() throws Exception {
        Client browser = new Client("http://localhost:" + port + "/sandbox", null);
        assertThat(browser.json("GET", "/pairs", null)).isEqualTo(Json.read("""
                [{"bot":"acme-blip","at":"blip","desk":"support-deskie","deskAt":"deskie"},{"bot":"shop-blip","at":"blip","desk":"sales-deskie","deskAt":"deskie"},
                {"bot":"web-app","at":"chat","desk":"support-deskie","deskAt":"deskie"},{"bot":"shop-app","at":"chat","desk":"other-chat2desk","deskAt":"chat2desk"},
                {"bot":"acme-chat2desk","at":"chat2desk","desk":"acme-chat2desk","deskAt":"chat2desk"}]""".getBytes()));
        JsonNode said = browser.json("POST", "/control/shop-blip/customers/guest-2%400mn.io/say", "{\"text\":\"hello\"}");
        await().until(() -> hooks.got.stream().anyMatch(hook -> hook.startsWith("/hooks/shop-blip") && hook.contains(said.path("ticket").asText())));
        assertThat(browser.json("GET", "/control/sales-deskie/cases", null)).isEmpty();
        assertThat(browser.status("GET", "/control/nobody/cases", null)).isEqualTo(404);
    }

    @Test
    void openPagesAreToldAndDoNotHoldUpTheShutdown() throws Exception {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(SandboxAlone.class).profiles("sandbox")
                .run("--server.port=0", "--baton.sandbox.port=0", "--server.shutdown=graceful", "--spring.main.banner-mode=off");
        String base = "http://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/sandbox";
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> events = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(base + "/events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        Thread reader = new Thread(() -> new BufferedReader(new InputStreamReader(events.body())).lines().forEach(lines::add));
        reader.start();
        await().until(() -> lines.contains("event:hello"));
        application.getBean(BlipSimulator.class).startTicket("guest@0mn.io", "hello");
        await().until(() -> lines.contains("event:chat") && lines.contains("data:guest@0mn.io") && lines.contains("event:wire"));
        long before = System.nanoTime();
        application.close();
        assertThat(System.nanoTime() - before).as("graceful shutdown waits 30 s for open requests").isLessThan(10_000_000_000L);
        reader.join(5000);
        assertThat(reader.isAlive()).isFalse();
    }
}
