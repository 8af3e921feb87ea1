package dev.baton.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /hooks/{channel}} and {@code POST /hooks/{channel}/{token}}. A 2xx means that the webhook is committed. The order is: who is it for,
 * what is declared, who is it from, and only then the body (which a signature is checked against before it is read). A token is in no log and no answer.
 */
public final class HooksServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(HooksServlet.class);
    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final transient Hooks hooks;
    private final transient Limits limits;
    private final transient Body body;
    private final transient Mismatches mismatches;
    private final transient MeterRegistry meters;
    private final transient Clock clock;

    public HooksServlet(Hooks hooks, Limits limits, MeterRegistry meters, Clock clock) {
        this.hooks = hooks;
        this.limits = limits;
        this.body = new Body(limits, clock);
        this.mismatches = new Mismatches(clock);
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long began = clock.millis();
        Address address = Address.of(request.getPathInfo());
        // Only names of channels that exist become labels: anybody may ask for any name.
        String label = "unknown";
        try {
            boolean looked = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
            if (!looked && !request.getMethod().equals("POST")) {
                response.setHeader("Allow", "POST, GET, HEAD");
                throw new Refused(Problem.Kind.WRONG_METHOD, "This is a webhook's address: enter it at the platform, which will POST to it.");
            }
            Hooks.Hook hook = address == null ? new Hooks.Absent() : hooks.find(address.channel());
            if (!(hook instanceof Hooks.Absent)) {
                label = address.channel();
            }
            if (looked && !(hook instanceof Hooks.Absent)) {
                greet(response, address.channel());
            } else {
                post(request, response, address, hook);
            }
        } catch (Refused refused) {
            refuse(response, address, refused);
        } catch (Ledger.Unavailable e) {
            LOG.warn("{}: a webhook was answered 503, nothing can be committed now: {}", label, e.getMessage());
            response.setHeader("Retry-After", "5");
            refuse(response, address, new Refused(Problem.Kind.NOT_NOW, "Nothing can be stored at the moment. Send it again in 5 seconds."));
        } catch (RuntimeException e) {
            UUID number = UUID.randomUUID();
            LOG.error("{}: a webhook failed, number {}", label, number, e);
            refuse(response, address, new Refused(Problem.Kind.FAILED, "Baton has failed; the log tells more under the number " + number + "."));
        } finally {
            meters.counter("baton.webhooks", "channel", label, "status", Integer.toString(response.getStatus())).increment();
            LOG.debug("{} {}: {} in {} ms", request.getMethod(), label, response.getStatus(), clock.millis() - began);
        }
    }

    /** Also of a channel that takes nothing now: platforms look before they are told to send. Nothing is said that the address does not say. */
    private static void greet(HttpServletResponse response, String channel) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(Hooks.greeting(channel));
    }

    private void post(HttpServletRequest request, HttpServletResponse response, Address address, Hooks.Hook hook) throws IOException, Refused {
        if (hook instanceof Hooks.Absent) {
            throw new Refused(Problem.Kind.NOT_FOUND, "No channel takes webhooks at this address. GET /api/channels lists the channels.");
        }
        if (hook instanceof Hooks.NotLive notLive) {
            throw notLive(response, address, notLive.why());
        }
        Hooks.Live live = (Hooks.Live) hook;
        if (request.getContentLengthLong() > limits.body()) {
            throw body.tooLarge();
        }
        if (request.getHeader("Content-Encoding") != null && !request.getHeader("Content-Encoding").equalsIgnoreCase("identity")) {
            throw new Refused(Problem.Kind.WRONG_TYPE, "The body is compressed, which is not taken here. Send it as it is.");
        }
        MediaKind kind = MediaKind.of(request.getContentType());
        Proof.Sender sender = new Asked(request, address.token(), clock.instant());
        Proof proof = proof(response, address, live);
        prove(proof.holds(sender), proof, request, response, address);
        byte[] raw = body.read(request.getInputStream(), request.getContentLengthLong());
        prove(proof.holds(sender, raw), proof, request, response, address);
        JsonNode tree = body.parse(raw, request.getContentType(), kind);
        answer(response, live.receive(tree, request.getContentType(), raw));
    }

    private static Proof proof(HttpServletResponse response, Address address, Hooks.Live live) throws Refused {
        Proof proof;
        try {
            proof = Proof.of(live.parameters(), live::setting);
        } catch (IllegalArgumentException e) {
            throw notLive(response, address, e.getMessage());
        }
        if (address.token() != null && proof.inPath() == null) {
            throw new Refused(Problem.Kind.NOT_FOUND, "This channel's address has no token in it: send to /hooks/" + address.channel() + ".");
        }
        return proof;
    }

    private void prove(boolean proven, Proof proof, HttpServletRequest request, HttpServletResponse response, Address address) throws Refused {
        if (!proven) {
            mismatches.log(address.channel(), proof, request);
            response.setHeader("WWW-Authenticate", "Bearer realm=\"" + address.channel() + "\"");
            throw new Refused(Problem.Kind.NOT_PROVEN, "The sender is not proven by " + proof + ". Compare the token at the platform with the "
                    + "channel's setting token; Baton's log names the headers that came.");
        }
    }

    private static Refused notLive(HttpServletResponse response, Address address, String why) {
        LOG.warn("{}: a webhook was answered 503: {}", address.channel(), why);
        response.setHeader("Retry-After", "30");
        return new Refused(Problem.Kind.NOT_NOW, "This channel takes nothing at the moment. Send it again in 30 seconds; "
                + "GET /api/channels tells an operator why.");
    }

    private static void answer(HttpServletResponse response, Hooks.Received received) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        if (received instanceof Hooks.DeadLetter letter) {
            json.put("deadLetter", letter.id().toString());
            json.put("cause", letter.cause());
            Answer.send(response, HttpServletResponse.SC_ACCEPTED, "application/json", json);
        } else if (received instanceof Hooks.Accepted accepted) {
            json.put("accepted", accepted.accepted());
            json.put("duplicates", accepted.duplicates());
            Answer.send(response, HttpServletResponse.SC_OK, "application/json", json);
        }
    }

    private static void refuse(HttpServletResponse response, Address address, Refused refused) throws IOException {
        if (refused.kind() == Problem.Kind.TOO_LARGE || refused.kind() == Problem.Kind.TOO_SLOW) {
            // The rest of the body is not worth reading.
            response.setHeader("Connection", "close");
        }
        new Problem(refused.kind(), refused.getMessage(), address == null ? null : "/hooks/" + address.channel()).send(response);
    }

    /** Whom the address is for. */
    private record Address(String channel, String token) {

        /** Null where it is no webhook's address. */
        static Address of(String path) {
            if (path == null || path.length() > 1_024) {
                return null;
            }
            String[] parts = path.split("/", -1);
            // Nothing but a channel's name may reach a log, a label or a header.
            if (parts.length < 2 || parts.length > 3 || !NAME.matcher(parts[1]).matches() || parts.length == 3 && parts[2].isEmpty()) {
                return null;
            }
            return new Address(parts[1], parts.length == 3 ? parts[2] : null);
        }
    }

    /** The request, as far as a proof may see it. */
    private record Asked(HttpServletRequest request, String pathToken, Instant now) implements Proof.Sender {

        @Override
        public List<String> header(String name) {
            return Collections.list(request.getHeaders(name));
        }
    }
}
