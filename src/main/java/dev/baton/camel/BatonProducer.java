package dev.baton.camel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.event.Event;
import dev.baton.event.Json;
import dev.baton.ledger.Arrival;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultProducer;

/** Where a route says what it has found: events, a webhook to be read later, an outcome. */
final class BatonProducer extends DefaultProducer {

    private final Door door;
    private final Doors doors;
    private final Expression scope;

    /** {@code scope} is of {@code later} only, and null for none. */
    BatonProducer(BatonEndpoint endpoint, Door door, Doors doors, Expression scope) {
        super(endpoint);
        this.door = door;
        this.doors = doors;
        this.scope = scope;
    }

    @Override
    public void process(Exchange exchange) {
        Call call = Call.current();
        if (call == null) {
            throw new IllegalStateException("baton:" + door.text() + " was reached on another thread than the door's");
        }
        switch (door) {
            case ACCEPT -> accept(call, Json.events(heard(exchange)));
            case LATER -> later(call, scope == null ? null : scope.evaluate(exchange, String.class));
            case OUTCOME -> outcome(call, exchange);
            case FORM -> form(exchange);
            default -> throw new IllegalStateException("baton:" + door.text() + " is only a name: nothing can be sent to it");
        }
    }

    private void accept(Call call, List<Event> events) {
        if (!call.isWebhook()) {
            call.bring(events);
        } else if (events.isEmpty()) {
            call.accepted(new Arrival.Accepted(0, 0));
        } else {
            call.accepted(Doors.join(doors.book().accept(
                    new Arrival(doors.channel(), doors.version(), events, call.raw() == null ? null : call.raw().body(), call.replay()))));
        }
    }

    private void later(Call call, String of) {
        if (!call.isWebhook()) {
            throw new IllegalStateException("baton:later is for webhooks only: this one is being read already");
        }
        Doors.join(doors.book().later(doors.channel(), doors.version(), call.raw(), of));
        call.committedForLater();
    }

    private void outcome(Call call, Exchange exchange) {
        if (call.isWebhook()) {
            throw new IllegalStateException("baton:outcome is not for webhooks: a webhook ends in baton:accept or baton:later");
        }
        call.say(Json.outcome(heard(exchange)));
    }

    private void form(Exchange exchange) {
        // Its type has a boundary in it that nobody else can know.
        exchange.getMessage().removeHeader(Exchange.CONTENT_TYPE);
        exchange.getMessage().setBody(FormEntity.of(body(exchange), doors.book().media()));
    }

    private JsonNode heard(Exchange exchange) {
        JsonNode body = body(exchange);
        doors.book().heard(door, body);
        return body;
    }

    private static JsonNode body(Exchange exchange) {
        Object body = exchange.getIn().getBody();
        if (body == null || body instanceof JsonNode) {
            return (JsonNode) body;
        }
        JsonNode converted = exchange.getIn().getBody(JsonNode.class);
        if (converted == null) {
            throw new IllegalArgumentException("the body must be JSON, not " + body.getClass().getSimpleName());
        }
        return converted;
    }
}
