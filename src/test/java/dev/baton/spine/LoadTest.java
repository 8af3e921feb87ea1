package dev.baton.spine;

import dev.baton.MovableClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many conversations at once: each message arrives once, in order, on both sides. */
class LoadTest {

    private static final int CONVERSATIONS = 50;
    private static final int MESSAGES = 20;
    @TempDir
    Path data;

    @Test
    void fiftyConversationsOfTwentyMessagesEachWayWithEveryWebhookTwice() {
        try (Stage stage = new Stage(data, Clock.systemUTC(), "--channels.support-deskie.poll-every=1s")) {
            stage.deskie.switches().hourlyLimit = 0;
            stage.blip.switches().messagesPerSecond = 0;
            stage.blip.switches().commandsPerSecond = 0;
            stage.blip.switches().notificationsPerSecond = 0;
            stage.blip.switches().duplicates = true;
            stage.deskie.switches().duplicates = true;
            stage.blip.switches().deliverWhileWaiting = true;

            List<String> tickets = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                tickets.add(stage.blip.startTicket(customer(i), "help " + i));
            }
            // The customers' burst, then the agents', both at once: nobody waits for anybody.
            for (int n = 1; n <= MESSAGES; n++) {
                for (int i = 0; i < CONVERSATIONS; i++) {
                    stage.blip.say(tickets.get(i), "question " + n);
                }
            }
            List<Long> cases = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                String person = "acme-blip:" + customer(i);
                Stage.soon().untilAsserted(() -> assertThat(stage.deskie.casesOf(person)).hasSize(1));
                cases.add(stage.deskie.casesOf(person).get(0));
            }
            for (int n = 1; n <= MESSAGES; n++) {
                for (long id : cases) {
                    stage.deskie.answer(id, 5120, "answer " + n);
                }
            }
            for (int i = 0; i < CONVERSATIONS; i++) {
                int at = i;
                List<String> asked = new ArrayList<>(List.of("help " + i));
                asked.addAll(texts("question "));
                Stage.soon().atMost(Duration.ofSeconds(120)).untilAsserted(() ->
                        assertThat(stage.deskie.userTexts(cases.get(at))).containsExactlyElementsOf(asked));
                Stage.soon().atMost(Duration.ofSeconds(120)).untilAsserted(() ->
                        assertThat(stage.blip.seenTexts(tickets.get(at))).containsExactlyElementsOf(texts("answer ")));
            }
            cases.forEach(stage.deskie::closeCase);
            tickets.forEach(ticket -> Stage.soon().untilAsserted(() ->
                    assertThat(stage.blip.status(ticket)).isEqualTo("ClosedAttendant")));
            assertThat(stage.blip.violations()).isEmpty();
            assertThat(stage.deskie.violations()).isEmpty();
            assertThat(stage.deskie.cases()).hasSize(CONVERSATIONS);
            assertThat(stage.api("GET", "/api/dead-letters").body()).contains("\"items\":[]");
        }
    }

    @Test
    void withTheRealHourlyLimitMessagesWaitAndNoneIsLost() {
        MovableClock clock = MovableClock.running();
        try (Stage stage = new Stage(data, clock)) {
            stage.deskie.switches().hourlyLimit = 60;
            stage.blip.switches().deliverWhileWaiting = true;
            List<String> tickets = IntStream.range(0, 5).mapToObj(i -> stage.blip.startTicket(customer(i), "help " + i)).toList();
            for (int n = 1; n <= MESSAGES; n++) {
                for (String ticket : tickets) {
                    stage.blip.say(ticket, "question " + n);
                }
            }
            // 105 messages, two calls each but for the first: more than three hours at sixty calls an hour.
            int hours = 0;
            for (int before = -1; before < 5 * (MESSAGES + 1); hours++) {
                int now = before;
                Stage.soon().until(() -> said(stage) > now && (limited(stage) || said(stage) == 5 * (MESSAGES + 1)));
                before = said(stage);
                clock.forward(Duration.ofMinutes(61));
            }
            assertThat(hours).as("hours that it took").isGreaterThan(3);
            for (int i = 0; i < 5; i++) {
                List<String> asked = new ArrayList<>(List.of("help " + i));
                asked.addAll(texts("question "));
                assertThat(said(stage, i)).containsExactlyElementsOf(asked);
            }
            assertThat(stage.api("GET", "/api/dead-letters").body()).contains("\"items\":[]");
        }
    }

    private static int said(Stage stage) {
        return IntStream.range(0, 5).map(i -> said(stage, i).size()).sum();
    }

    private static boolean limited(Stage stage) {
        return stage.api("GET", "/api/channels").body().contains("takes nothing at the moment");
    }

    private static List<String> said(Stage stage, int customer) {
        return stage.deskie.said("acme-blip:" + customer(customer));
    }

    private static List<String> texts(String before) {
        return IntStream.rangeClosed(1, MESSAGES).mapToObj(n -> before + n).toList();
    }

    private static String customer(int number) {
        return "55119%08d@wa.gw.msging.net".formatted(number);
    }
}
