package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.Delivery;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import dev.baton.event.Reference;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema says what the code says: whatever the vocabulary can write fits it, and what the vocabulary does not know does not. */
class ContractTest {

    private static final Author AGENT = new Author(Role.agent, "5", "Ann");
    private static final Customer CUSTOMER = new Customer("55", "Bob", "b@x.example", "+55", "pt-BR", Map.of("plan", "gold"));
    private static final Content.Media PICTURE = new Content.Media("https://x.example/a.png", "image/png", "a.png", 12L, "Look");
    private static final Content.Option OPTION = new Content.Option("1", "Yes");
    private static final Content TEXT = new Content.Text("Hi", Content.Format.html);

    private static final List<What.Line> LINES = List.of(new What.Line(AGENT, TEXT, "2026-03-05T13:20:11Z"));

    static List<Content> contents() {
        return List.of(TEXT, new Content.Text("Hi", null), PICTURE, new Content.Location(-23.5, -46.6, "Here"), new Content.Choice("Well?", List.of(OPTION)),
                new Content.Carousel(List.of(new Content.Card("A", "B", PICTURE, List.of(OPTION)))), new Content.Link("https://x.example", "T", "t"),
                new Content.Contact("Bob", "+55", "b@x.example"), new Content.Reply(TEXT, "m1", "before"), new Content.Reaction("+1", "m1"), new Content.Reaction(null, "m1"),
                new Content.Unknown("x/y", null, Json.MAPPER.createObjectNode().put("a", 1)));
    }

    static List<What> whats() {
        return List.of(new What.HandoverRequested(CUSTOMER, TEXT, "desk", "because", LINES),
                new What.HandoverAccepted(AGENT), new What.HandoverAccepted(null), new What.HandoverFailed("closed"), new What.QueueUpdated(1, 60), new What.QueueUpdated(null, null),
                new What.AgentJoined(AGENT), new What.AgentLeft(AGENT), new What.Message(AGENT, TEXT, true), new What.Typing(AGENT, false),
                new What.Receipt("m1", What.Reached.failed, "blocked"), new What.TransferRequested("q2", "busy"), new What.ConversationClosed(Role.agent, "done"),
                new What.ContactUpdated(CUSTOMER), new What.HandoverRequested(null, null, null, null, null, List.of("billing", "urgent")),
                new What.HandoverFailed("closed", LINES), new What.HandoverEnded(Role.agent, "solved", LINES), new What.HandoverEnded(Role.system, null, null),
                new What.Message(new Author(Role.customer, "55", null), TEXT, false, null, CUSTOMER));
    }

    @ParameterizedTest
    @MethodSource("whats")
    void everyEventFits(What what) {
        Event event = new Event("1", "k", "7", "55", Instant.parse("2026-03-05T13:20:11Z"), true, true, what);
        assertThat(Contract.check("event", "", Json.json(event))).isEmpty();
        Delivery delivery = new Delivery(Event.own(what), "depot", "shop", new UUID(0, 1), 2, true, Instant.parse("2026-03-05T13:20:11Z"), false,
                new Delivery.Context(new UUID(0, 2), 1, "acme:55", CUSTOMER, AGENT, Map.of("conversation", "7", "previous", "6")));
        assertThat(Contract.check("delivery", "", Json.json(delivery))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("whats")
    void whatIsSensitiveFitsBeforeAndAfterItHasBeenTold(What what) {
        Event event = new Event("1", "k", "7", "55", null, false, false, true, what);
        assertThat(Contract.check("event", "", Json.json(event))).isEmpty();
        assertThat(Contract.check("event", "", Json.json(event.veiled()))).isEmpty();
        assertThat(Json.event(Json.json(event))).isEqualTo(event);
    }

    @Test
    void everyTypeIsTried() {
        assertThat(whats().stream().map(What::type).distinct()).containsExactlyInAnyOrder(EventType.values());
        assertThat(contents().stream().map(Content::getClass).distinct().count()).isEqualTo(Arrays.stream(Content.class.getPermittedSubclasses()).count());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyContentFits(Content content) {
        assertThat(Contract.check("event", "", Json.json(Event.own(new What.Message(AGENT, content, false))))).isEmpty();
    }

    @Test
    void everyOutcomeFits() {
        for (Outcome.Word word : Outcome.Word.values()) {
            Outcome outcome = new Outcome(word, "because", Duration.ofSeconds(3), List.of(new Reference(Reference.Kind.message, "m1")),
                    List.of(Event.own(new What.HandoverFailed("x"))), Json.MAPPER.createObjectNode().put("since", 1));
            assertThat(Contract.check("outcome", "", Json.json(outcome))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"massage\"}", "{\"id\":\"1\"}", "[]",
        "{\"type\":\"message\",\"author\":{\"role\":\"agent\"}}",
        "{\"type\":\"message\",\"author\":{\"role\":\"boss\"},\"content\":{\"kind\":\"text\",\"text\":\"x\"}}",
        "{\"type\":\"message\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"txt\",\"text\":\"x\"}}",
        "{\"type\":\"message\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"x\",\"url\":\"y\"}}",
        "{\"type\":\"message\",\"author\":{\"role\":\"agent\"},\"content\":{\"kind\":\"text\",\"text\":\"x\"},\"reason\":\"of another type\"}",
        "{\"type\":\"message\",\"author\":{\"role\":\"agent\",\"name\":null},\"content\":{\"kind\":\"text\",\"text\":\"x\"}}",
        "{\"type\":\"handover.requested\",\"customer\":{\"name\":\"without id\"}}",
        "{\"type\":\"handover.failed\",\"at\":\"yesterday\"}"})
    void whatIsNoEventDoesNotFit(String text) throws JsonProcessingException {
        JsonNode node = Json.MAPPER.readTree(text);
        assertThat(Contract.check("event", "", node)).isNotEmpty();
    }
}
