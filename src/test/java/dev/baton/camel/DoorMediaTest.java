package dev.baton.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Delivery;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Outcome.Word;
import dev.baton.ledger.Claim;
import dev.baton.media.Media;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The deliver door and the files of what goes through it. */
class DoorMediaTest {

    private static final String OUT = TestChannel.route("deliver", "to: {uri: 'jslt:routes:p/say.jslt'}", "to: {uri: baton:outcome/depot}");
    private static final String SAY = "{\"outcome\": \"done\", \"why\": .content.url, \"degraded\": \"buttons became text\"}";
    private Instant until;

    private Doors.Done deliver(Function<ObjectNode, Media.Ready> ready) throws Exception {
        Notes notes = new Notes() {
            @Override
            public Media media() {
                return new Media() {
                    @Override
                    public Ready ready(Delivery delivery, Instant end) {
                        until = end;
                        return ready.apply(Json.json(delivery));
                    }

                    @Override
                    public Kept kept(String link) {
                        throw new IllegalArgumentException("nothing is kept");
                    }
                };
            }
        };
        try (TestChannel channel = TestChannel.of(notes, "out.camel.yaml", OUT, "p/say.jslt", SAY)) {
            Delivery delivery = new Delivery(Json.event(TestChannel.json("{\"type\":\"message\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"media\",\"url\":\"http://there/a\"}}")),
                    "depot", "shop", UUID.randomUUID(), 1, false, null, false, new Delivery.Context(UUID.randomUUID(), 1, "shop:ann", null, null, Map.of()));
            return channel.doors().work(new Claim(new UUID(0, 7), 1, 1, "depot", Claim.Work.deliver, 90_000, delivery, null, null));
        }
    }

    @Test
    void theRouteGetsTheDeliveryAsItWasMadeReadyAndWhatWasLostIsSaidWithTheRoutesOwnWords() throws Exception {
        Doors.Done done = deliver(json -> {
            ((ObjectNode) json.get("content")).put("url", "http://baton/media/1");
            return new Media.Ready(json, List.of("the file 'b' went as a link"), null);
        });
        assertThat(done.outcome().word()).isEqualTo(Word.done);
        assertThat(done.outcome().why()).isEqualTo("http://baton/media/1");
        assertThat(done.outcome().degraded()).isEqualTo("the file 'b' went as a link; buttons became text");
        assertThat(until).isEqualTo(Instant.ofEpochMilli(90_000));
    }

    @Test
    void whatIsNotReadyDoesNotReachTheRoute() throws Exception {
        Outcome again = Outcome.of(Word.again, "its file 'b' is not here yet");
        assertThat(deliver(json -> new Media.Ready(json, List.of(), again)).outcome()).isEqualTo(again);
    }

    @Test
    void whereFilesCantBeLookedAtTheDeliveryIsTriedAgain() throws Exception {
        Doors.Done done = deliver(json -> {
            throw new IllegalStateException("no database");
        });
        assertThat(done.outcome().word()).isEqualTo(Word.again);
        assertThat(done.outcome().why()).contains("no database");
    }
}
