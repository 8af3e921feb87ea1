package dev.baton.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.ledger.CustomerView;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What has been said, as the customer may see it, and the stream of what is being said. {@code openapi.json} describes it. */
@RestController
@RequestMapping("/talk/{channel}")
public final class HistoryApi {

    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 200;

    private final Callers callers;
    private final CustomerView view;
    private final Shown shown;
    private final Streams streams;

    public HistoryApi(Callers callers, CustomerView view, Shown shown, Streams streams) {
        this.callers = callers;
        this.view = view;
        this.shown = shown;
        this.streams = streams;
    }

    @GetMapping("/conversations")
    ResponseEntity<JsonNode> conversations(@PathVariable String channel, @RequestParam(required = false) String user, HttpServletRequest request) {
        Caller caller = callers.reader(channel, request);
        // Read before the list: a stream that goes on from there repeats what has come meanwhile, and leaves nothing out.
        String cursor = streams.now(caller, caller.user(user)).text();
        ObjectNode page = Json.MAPPER.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (CustomerView.Thread one : view.conversations(channel, caller.user(user))) {
            if (caller.mayRead(one)) {
                ObjectNode item = items.addObject().put("id", one.id().toString()).put("state", one.state()).put("control", one.control())
                        .put("createdAt", one.createdAt().toString()).put("changedAt", one.changedAt().toString());
                if (Caller.named(caller.talk(), one) != null) {
                    item.put("thread", Caller.named(caller.talk(), one));
                }
            }
        }
        return TalkApi.ok(page.put("cursor", cursor));
    }

    @GetMapping("/conversations/{id}/messages")
    ResponseEntity<JsonNode> messages(@PathVariable String channel, @PathVariable String id, @RequestParam(required = false) String after,
            @RequestParam(required = false) String before, @RequestParam(required = false) String limit, HttpServletRequest request) {
        Caller caller = callers.reader(channel, request);
        CustomerView.Thread thread = conversation(caller, id);
        int most = (int) number("limit", limit, PAGE, LONGEST_PAGE);
        List<CustomerView.Seen> found = after != null
                ? view.after(channel, thread.person(), thread.id(), number("after", after, 0, Long.MAX_VALUE), most + 1)
                : view.before(channel, thread.person(), thread.id(), number("before", before, Long.MAX_VALUE, Long.MAX_VALUE), most + 1);
        boolean more = found.size() > most;
        ObjectNode page = Json.MAPPER.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (CustomerView.Seen seen : !more ? found : after != null ? found.subList(0, most) : found.subList(found.size() - most, found.size())) {
            Shown.One one = shown.of(seen, Caller.named(caller.talk(), thread));
            if (one != null) {
                items.add(one.json());
            }
        }
        if (more) {
            page.put("next", after != null ? found.get(most - 1).seq() : found.get(found.size() - most).seq());
        }
        return TalkApi.ok(page);
    }

    /** Server-sent events, until the caller goes or its token ends. */
    @GetMapping("/events")
    void events(@PathVariable String channel, @RequestParam(required = false) String user, @RequestParam(required = false) String after,
            @RequestParam(required = false) String last, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = callers.listener(channel, request);
        String from = request.getHeader("Last-Event-ID") == null ? after : request.getHeader("Last-Event-ID");
        Cursor cursor = from == null || from.isBlank() ? null : Cursor.of(from.strip());
        int latest = (int) number("last", last, 0, LONGEST_PAGE);
        String whose = caller.user(user);
        // To a HEAD nothing is written, so nobody would ever see that its sender has gone.
        if (request.getMethod().equals("GET")) {
            streams.open(request, response, caller, whose, cursor, latest);
        }
    }

    /** One that the caller may see; others are not there for it. */
    private CustomerView.Thread conversation(Caller caller, String id) {
        String channel = caller.talk().name();
        return (id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? view.conversation(channel, UUID.fromString(id)) : Optional.<CustomerView.Thread>empty())
                .filter(one -> caller.isApp() || one.person().equals(CustomerView.person(channel, caller.token().user()))
                        && caller.mayRead(one))
                .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "There is no such conversation here. The list of conversations has their ids."));
    }

    private static long number(String name, String value, long otherwise, long most) {
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,18}") || Long.parseLong(value) > most) {
            throw Refused.bad("'" + name + "' must be a number" + (most == Long.MAX_VALUE ? "." : " up to " + most + "."));
        }
        return Long.parseLong(value);
    }
}
