package dev.baton.talk;

import static dev.baton.talk.App.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers that come and go, also while Baton is away: nothing is lost, doubled or out of order. */
class StreamsTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void nothingIsLostOrDoubledOverFiftyDisconnects() throws Exception {
        long seed = Long.getLong("streams.seed", System.nanoTime());
        System.out.println("streams.seed=" + seed);
        Random chance = new Random(seed);
        String user = "u-1";
        List<String> threads = List.of("a", "b", "c");
        int each = 100;
        try (App app = new App(folder)) {
            threads.forEach(thread -> app.asksForAPerson("forum", user, thread));
            String start = app.ask("GET", "/talk/forum/conversations?user=" + user, KEY, null).path("cursor").asText();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> IntStream.range(0, each).forEach(i -> threads.forEach(thread ->
                    app.ask("POST", "/talk/forum/messages", KEY, "{\"user\":\"" + user + "\",\"thread\":\"" + thread + "\",\"id\":\"" + thread + i + "\",\"text\":\"" + i + "\"}"))));
            List<JsonNode> got = new ArrayList<>();
            String last = start;
            for (int connection = 0; connection <= 50; connection++) {
                int many = connection == 50 ? Integer.MAX_VALUE : 1 + chance.nextInt(6);
                try (App.Reader reader = app.new Reader("forum", KEY, "?user=" + user, last)) {
                    for (int i = 0; i < many && got.size() < each * threads.size(); i++) {
                        got.add(reader.next("message"));
                    }
                    last = reader.last;
                }
            }
            writer.join();
            Map<String, List<String>> byThread = got.stream().collect(Collectors.groupingBy(event -> event.path("thread").asText(),
                    Collectors.mapping(event -> event.path("content").path("text").asText(), Collectors.toList())));
            List<String> all = IntStream.range(0, each).mapToObj(Integer::toString).toList();
            assertThat(byThread).isEqualTo(threads.stream().collect(Collectors.toMap(thread -> thread, thread -> all)));
        }
    }
}
