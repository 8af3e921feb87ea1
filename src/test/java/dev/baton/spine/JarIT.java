package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.sandbox.BlipSettings;
import dev.baton.sandbox.BlipSimulator;
import dev.baton.sandbox.DeskieSettings;
import dev.baton.sandbox.DeskieSimulator;
import dev.baton.sandbox.Fault;
import dev.baton.sandbox.SimulatorServer;
import dev.baton.sandbox.WebhookSwitches;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar is stopped while people talk, and started again: nothing is lost, doubled or out of order. */
class JarIT {

    private static final int CONVERSATIONS = 20;
    private static final int NEWCOMERS = 3;
    private static final int AGENT = 5120;
    private static final Duration LONG = Duration.ofSeconds(60);
    @RegisterExtension
    static final Jar JAR = new Jar();
    @TempDir
    Path folder;
    private final int port = Jar.freePort();
    private final List<String> tickets = new ArrayList<>();
    private final List<Long> cases = new ArrayList<>();
    private SimulatorServer server;
    private BlipSimulator blip;
    private DeskieSimulator deskie;
    private int said;

    @BeforeEach
    void platforms() {
        server = new SimulatorServer(0);
        blip = server.mount("/blip", new BlipSimulator(Clock.systemUTC(), new BlipSettings("Key c2VjcmV0", null, Stage.TOKEN)));
        deskie = server.mount("/deskie", new DeskieSimulator(Clock.systemUTC(),
                new DeskieSettings("integration@acme.example", "s3cr3t+key&", "cch12", null, Stage.DESK_TOKEN)));
        deskie.switches().hourlyLimit = 0;
        blip.switches().messagesPerSecond = 0;
        blip.switches().commandsPerSecond = 0;
        blip.switches().notificationsPerSecond = 0;
        // What Baton has not acknowledged is sent again, as platforms do.
        for (WebhookSwitches switches : List.of(blip.switches(), deskie.switches())) {
            switches.webhookRetries = 1_000;
            switches.webhookRetryMillis = 200;
        }
        blip.webhook("http://localhost:" + port + "/hooks/acme-blip");
        deskie.webhook("http://localhost:" + port + "/hooks/support-deskie/" + Stage.DESK_TOKEN);
    }

    @AfterEach
    void shut() {
        server.close();
    }

    @Test
    void onH2() throws IOException {
        stoppedWhilePeopleTalk(List.of());
    }

    @Test
    void onPostgresql() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            stoppedWhilePeopleTalk(database(postgres));
        }
    }

    /** Two processes at one database, as behind a load balancer: customers' webhooks come to one of them, the desk's to the other, and the first one dies. */
    @Test
    void oneOfTwoNodesDiesAndTheOtherGoesOn() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            int other = Jar.freePort();
            Path one = node("one", postgres);
            Jar.Started first = JAR.start(one, port);
            Jar.Started second = JAR.start(node("two", postgres), other).ready();
            first.ready();
            deskie.webhook("http://localhost:" + other + "/hooks/support-deskie/" + Stage.DESK_TOKEN);
            everybodyBegins();
            deskie.faults().next(3, "POST", "/api/cases/*/messages.json", Fault.slow(Duration.ofSeconds(10)));
            blip.faults().next(3, "POST", "/messages", Fault.slow(Duration.ofSeconds(10)));
            talk(3);
            Stage.soon().until(() -> deskie.faults().left() == 0 && blip.faults().left() == 0);
            first.kill();
            talk(3);
            blip.webhook("http://localhost:" + other + "/hooks/acme-blip");
            deskie.faults().release();
            blip.faults().release();
            everythingHasArrived();

            JAR.start(one, port).ready();
            blip.webhook("http://localhost:" + port + "/hooks/acme-blip");
            talk(2);
            everythingHasArrived();
            assertThat(deskie.cases()).hasSize(CONVERSATIONS);
            nothingIsWrong(second);
        }
    }

    private Path node(String name, EmbeddedPostgres postgres) throws IOException {
        List<String> settings = new ArrayList<>(Stage.settings(server.url(), folder.resolve(name).resolve("data")));
        settings.addAll(database(postgres));
        // What a node had in its hands when it died is anybody's after so long.
        settings.addAll(List.of("--baton.node=" + name, "--baton.ledger.lease=12s", "--baton.http.connect=1s", "--baton.http.response=5s"));
        return Jar.folder(Files.createDirectories(folder.resolve(name)), settings);
    }

    private static List<String> database(EmbeddedPostgres postgres) {
        return List.of("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres", "--spring.datasource.password=postgres");
    }

    private void everybodyBegins() {
        IntStream.range(0, CONVERSATIONS).forEach(i -> tickets.add(blip.startTicket(customer(i), "help")));
        for (int i = 0; i < CONVERSATIONS; i++) {
            String person = "acme-blip:" + customer(i);
            Stage.soon().atMost(LONG).untilAsserted(() -> assertThat(deskie.casesOf(person)).hasSize(1));
            cases.add(deskie.casesOf(person).get(0));
        }
        talk(1);
        everythingHasArrived();
    }

    private void nothingIsWrong(Jar.Started baton) {
        assertThat(deskie.webhooks().refused()).isEmpty();
        assertThat(blip.webhooks().refused()).isEmpty();
        assertThat(deskie.violations()).isEmpty();
        assertThat(blip.violations()).isEmpty();
        assertThat(baton.send("GET", "/api/dead-letters", null, "admin:admin").body()).contains("\"items\":[]");
    }

    private void stoppedWhilePeopleTalk(List<String> database) throws IOException {
        List<String> settings = new ArrayList<>(Stage.settings(server.url(), folder.resolve("data")));
        settings.addAll(database);
        Jar.folder(folder, settings);
        Jar.Started baton = JAR.start(folder, port).ready();
        everybodyBegins();

        // Some answers are on their way for two seconds, on both sides, when the signal comes; and people don't stop talking.
        deskie.faults().next(6, "POST", "/api/cases/*/messages.json", Fault.slow(Duration.ofSeconds(2)));
        blip.faults().next(4, "POST", "/messages", Fault.slow(Duration.ofSeconds(2)));
        talk(5);
        Stage.soon().until(() -> deskie.faults().left() == 0 && blip.faults().left() == 0);
        long signalled = System.nanoTime();
        baton.signal();
        talk(5);
        assertThat(baton.exit()).as("its end by SIGTERM").isIn(0, 143);
        Duration took = Duration.ofNanos(System.nanoTime() - signalled);
        assertThat(took).as("what is in flight finishes, no more").isLessThan(Duration.ofSeconds(40));
        talk(2);
        long waiting = blip.webhooks().pending() + deskie.webhooks().pending();
        assertThat(waiting).as("webhooks that nobody has acknowledged").isPositive();
        System.out.println("ended after " + took.toMillis() + " ms, " + waiting + " webhooks waiting to be repeated");

        baton = JAR.start(folder, port).ready();
        everythingHasArrived();

        // As when the power goes, with answers on their way: what came of them is looked up.
        deskie.faults().next(3, "POST", "/api/cases/*/messages.json", Fault.slow(Duration.ofSeconds(10)));
        blip.faults().next(3, "POST", "/messages", Fault.slow(Duration.ofSeconds(10)));
        talk(3);
        Stage.soon().until(() -> deskie.faults().left() == 0 && blip.faults().left() == 0);
        // And customers who have just been handed over: their cases are being made, and nobody here has been told so yet.
        deskie.faults().next(NEWCOMERS, "POST", "/api/cases.json", Fault.slow(Duration.ofSeconds(10)));
        IntStream.range(0, NEWCOMERS).forEach(i -> blip.startTicket(customer(CONVERSATIONS + i), "help me too"));
        Stage.soon().until(() -> deskie.faults().left() == 0);
        baton.kill();
        deskie.faults().release();
        blip.faults().release();
        talk(2);
        baton = JAR.start(folder, port).ready();
        everythingHasArrived();

        for (int i = 0; i < NEWCOMERS; i++) {
            String person = "acme-blip:" + customer(CONVERSATIONS + i);
            Stage.soon().atMost(LONG).untilAsserted(() -> assertThat(deskie.said(person)).containsExactly("help me too"));
        }
        assertThat(deskie.cases()).as("one for each, also where its making was interrupted").hasSize(CONVERSATIONS + NEWCOMERS);
        nothingIsWrong(baton);
        edited(baton);
        assertThat(baton.terminate()).isIn(0, 143);
    }

    /** A save goes live; a broken one changes nothing and is told. */
    private void edited(Jar.Started baton) throws IOException {
        Path file = folder.resolve("routes/support-deskie.camel.yaml");
        String whole = Files.readString(file);
        String before = desk(baton).path("version").asText();
        Files.writeString(file, whole.replace("giveUpAfter: 3d", "giveUpAfter: 2d"));
        Stage.soon().untilAsserted(() -> assertThat(desk(baton).path("version").asText()).isNotEqualTo(before));
        String good = desk(baton).path("version").asText();
        Files.writeString(file, whole.replace("baton:accept/", "baton:acept/"));
        Stage.soon().untilAsserted(() -> assertThat(desk(baton).path("lastRefusal").path("findings").path(0).asText()).startsWith("support-deskie.camel.yaml:14: "));
        assertThat(desk(baton).path("version").asText()).isEqualTo(good);
        assertThat(desk(baton).path("state").asText()).isEqualTo("live");
        assertThat(baton.send("GET", "/actuator/prometheus", null, "admin:admin").body()).contains("baton_channel_swaps_total{channel=\"support-deskie\"} 1.0",
                "baton_channel_refusals_total{channel=\"support-deskie\"} 1.0", "baton_channel_live{channel=\"support-deskie\"} 1");
    }

    private static JsonNode desk(Jar.Started baton) throws IOException {
        for (JsonNode channel : new ObjectMapper().readTree(baton.send("GET", "/api/channels", null, "admin:admin").body()).path("items")) {
            if (channel.path("name").asText().equals("support-deskie")) {
                return channel;
            }
        }
        throw new AssertionError("no such channel");
    }

    /** Everybody says so many more things, customers and agents in turns. */
    private void talk(int more) {
        for (int n = 0; n < more; n++) {
            said++;
            for (int i = 0; i < CONVERSATIONS; i++) {
                blip.say(tickets.get(i), "question " + said);
                deskie.answer(cases.get(i), AGENT, "answer " + said);
            }
        }
    }

    private void everythingHasArrived() {
        List<String> asked = new ArrayList<>(List.of("help"));
        List<String> answered = new ArrayList<>();
        for (int n = 1; n <= said; n++) {
            asked.add("question " + n);
            answered.add("answer " + n);
        }
        for (int i = 0; i < CONVERSATIONS; i++) {
            int at = i;
            Stage.soon().atMost(LONG).untilAsserted(() -> {
                assertThat(deskie.userTexts(cases.get(at))).containsExactlyElementsOf(asked);
                assertThat(blip.seenTexts(tickets.get(at))).containsExactlyElementsOf(answered);
            });
        }
    }

    private static String customer(int number) {
        return "55119%08d@wa.gw.msging.net".formatted(number);
    }
}
