package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.MovableClock;
import dev.baton.sandbox.DeskieMessage;
import dev.baton.sandbox.DeskieSettings;
import dev.baton.sandbox.DeskieSimulator;
import dev.baton.sandbox.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer waits, is told so, and is taken by the second desk, with the real routes. */
class PatienceTest {

    @TempDir
    Path data;

    @Test
    void whoWaitsInVainAtOneDeskIsTakenByTheNext() {
        MovableClock clock = MovableClock.running();
        try (Stage stage = new Stage(data, clock, "--channels.acme-blip.notices.accepted=on", "--channels.acme-blip.notices.closed=on", "--channels.acme-blip.language=pt",
                "--channels.support-deskie.deadlines.waiting=1m", "--channels.support-deskie.deadlines.queued=10m",
                "--channels.support-deskie.when-nobody-comes=sales-deskie", "--channels.sales-deskie.url={simulators}/sales-deskie",
                "--channels.sales-deskie.email=sales@acme.example", "--channels.sales-deskie.api-key=sales-key", "--channels.sales-deskie.channel=cch7",
                "--channels.sales-deskie.token=sales-token-4711", "--channels.sales-deskie.poll-every=1s")) {
            DeskieSimulator sales = stage.server.mount("/sales-deskie", new DeskieSimulator(clock,
                    new DeskieSettings("sales@acme.example", "sales-key", "cch7", true, null, "sales-token-4711")));
            sales.webhook(stage.url() + "/hooks/sales-deskie/sales-token-4711");
            String customer = "5511900000021@wa.gw.msging.net";
            String ticket = stage.blip.startTicket(customer, "I want a person");
            long first = stage.firstCaseOf(customer);
            Stage.soon().untilAsserted(() -> assertThat(told(stage, customer)).containsExactly("Obrigado. Recebemos o seu pedido e alguém vai responder por aqui."));
            clock.forward(Duration.ofMinutes(2));
            Stage.soon().untilAsserted(() -> assertThat(told(stage, customer)).hasSize(2).last().asString().startsWith("Obrigado por aguardar."));
            clock.forward(Duration.ofMinutes(9));
            Stage.soon().untilAsserted(() -> assertThat(sales.casesOf("acme-blip:" + customer)).hasSize(1));
            Stage.soon().untilAsserted(() -> assertThat(stage.deskie.status(first)).isEqualTo("closed"));
            long second = sales.casesOf("acme-blip:" + customer).get(0);
            assertThat(sales.userTexts(second)).containsExactly("I want a person");
            assertThat(notes(stage.deskie, first)).contains("Nobody has answered the customer in time; another desk has been asked.");
            // An agent who answers before the desk's own answer is settled would make that notice needless.
            Stage.soon().untilAsserted(() -> assertThat(told(stage, customer)).hasSize(4));
            sales.answer(second, 5122, "Here I am");
            Stage.soon().untilAsserted(() -> assertThat(stage.blip.seenTexts(ticket)).containsExactly("Here I am"));
            assertThat(stage.blip.status(ticket)).isEqualTo("Open");
            sales.closeCase(second);
            Stage.soon().untilAsserted(() -> assertThat(stage.blip.status(ticket)).isEqualTo("ClosedAttendant"));
            assertThat(told(stage, customer)).as("accepted, waiting, the next desk is asked, accepted there, closed").hasSizeGreaterThanOrEqualTo(5)
                    .element(4).isEqualTo("Esta conversa foi encerrada.");
            assertThat(stage.blip.commands().stream().filter(command -> command.toString().contains(ticket) && command.path("method").asText().equals("set")))
                    .extracting(command -> command.path("resource").path("status").asText()).containsExactly("Open", "ClosedAttendant");
            assertThat(stage.blip.violations()).isEmpty();
            assertThat(stage.deskie.violations()).isEmpty();
            assertThat(sales.violations()).isEmpty();
        }
    }

    /** What the customer was told past the agents, behind the two lines with which the bot begins. */
    private static List<String> told(Stage stage, String customer) {
        return stage.blip.chat(customer).stream().filter(line -> line.by() == Line.By.bot).skip(2).map(Line::text).toList();
    }

    private static List<String> notes(DeskieSimulator desk, long id) {
        return desk.messages(id).stream().filter(DeskieMessage::note).map(DeskieMessage::text).toList();
    }
}
