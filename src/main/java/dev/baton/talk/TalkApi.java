package dev.baton.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.event.What;
import dev.baton.ledger.CustomerView;
import dev.baton.media.Uploads;
import dev.baton.webhook.Body;
import dev.baton.webhook.Hooks;
import dev.baton.webhook.Limits;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an app or a customer says. A 2xx means that it is committed, by the channel's own routes. {@code openapi.json} describes it. */
@RestController
@RequestMapping("/talk/{channel}")
public final class TalkApi {

    static final int MOST_BYTES = 64 * 1024;
    /** A file may come slowly, and each has a thread of the server while it comes: most of the 200 stay for words. */
    static final int UPLOADS = 40;

    private final Callers callers;
    private final CustomerView view;
    private final Uploads uploads;
    private final Body bodies;
    private final Semaphore uploading = new Semaphore(UPLOADS);

    public TalkApi(Callers callers, CustomerView view, Uploads uploads, Clock clock) {
        this.callers = callers;
        this.view = view;
        this.uploads = uploads;
        this.bodies = new Body(Limits.DEFAULT.body(MOST_BYTES), clock);
    }

    @PostMapping("/messages")
    ResponseEntity<JsonNode> message(@PathVariable String channel, HttpServletRequest request) {
        Caller caller = callers.speaker(channel, request);
        return say(caller, new Said(caller, body(request), "message", false).content(uploads));
    }

    @PostMapping("/handover")
    ResponseEntity<JsonNode> handover(@PathVariable String channel, HttpServletRequest request) {
        Caller caller = callers.speaker(channel, request);
        return say(caller, new Said(caller, body(request), "handover", true).with("reason", 500));
    }

    @PostMapping("/end")
    ResponseEntity<JsonNode> end(@PathVariable String channel, HttpServletRequest request) {
        Caller caller = callers.speaker(channel, request);
        return say(caller, new Said(caller, body(request), "end", true).with("reason", 500));
    }

    @PostMapping("/typing")
    ResponseEntity<JsonNode> typing(@PathVariable String channel, HttpServletRequest request) {
        Caller caller = callers.speaker(channel, request);
        if (caller.talk().async()) {
            throw new Refused(Problem.Kind.CONFLICT, "In an asynchronous channel nobody waits for somebody who types.");
        }
        JsonNode body = body(request);
        Said said = new Said(caller, body, "typing", true);
        said.json().put("on", body.path("on").asBoolean(true));
        return say(caller, said);
    }

    @PostMapping("/receipts")
    ResponseEntity<JsonNode> receipt(@PathVariable String channel, HttpServletRequest request) {
        Caller caller = callers.speaker(channel, request);
        Said said = new Said(caller, body(request), "receipt", true).with("of", Caller.LONGEST).with("status", 20);
        // Whether a message could be brought to somebody is for the app to say.
        List<String> may = caller.isApp() ? Arrays.stream(What.Reached.values()).map(Enum::name).toList() : List.of("received", "read");
        if (!said.json().has("of") || !may.contains(said.json().path("status").asText())) {
            throw Refused.bad("'of' is the id of a message that came from a stream, the history or a webhook; 'status' is one of " + may + ".");
        }
        return say(caller, said);
    }

    /** A file, to be named in a message by what this answers: the parts of a media content. */
    @PostMapping("/files")
    ResponseEntity<Uploads.Uploaded> file(@PathVariable String channel, HttpServletRequest request) throws IOException {
        callers.speaker(channel, request);
        if (!uploading.tryAcquire()) {
            throw new Refused(Problem.Kind.NOT_NOW, "As many files as may come at once are on their way. Send it again in some seconds.", 5);
        }
        try {
            return ok(kept(request));
        } finally {
            uploading.release();
        }
    }

    private Uploads.Uploaded kept(HttpServletRequest request) throws IOException {
        Part file;
        try {
            // Before a byte of it is read, where it says how long it is.
            file = request.getContentLengthLong() > uploads.largest() + MOST_BYTES ? tooLarge() : request.getPart("file");
        } catch (IllegalStateException e) {
            file = tooLarge();
        } catch (ServletException | IOException e) {
            file = null;
        }
        if (file == null || file.getSize() == 0) {
            throw Refused.bad("Send multipart/form-data with a part 'file' that is not empty.");
        }
        try {
            return uploads.take(file.getInputStream(), file.getSubmittedFileName(), file.getContentType());
        } catch (Uploads.NotTaken e) {
            throw switch (e.reason()) {
                case SIZE -> new Refused(Problem.Kind.TOO_LARGE, "It is not taken: " + e.getMessage() + ".");
                case TYPE -> new Refused(Problem.Kind.WRONG_TYPE, "It is not taken: " + e.getMessage() + ".");
                case ROOM -> new Refused(Problem.Kind.NOT_NOW, e.getMessage() + ", and takes no files. Send it again later.", 60);
            };
        } finally {
            file.delete();
        }
    }

    private static Part tooLarge() {
        throw new Refused(Problem.Kind.TOO_LARGE, "The file is larger than the setting baton.media.max-size lets in.");
    }

    /** Goes through the channel's own webhook door and mapping. */
    private ResponseEntity<JsonNode> say(Caller caller, Said said) {
        if (!(caller.talk().door() instanceof Hooks.Live door)) {
            throw new Refused(Problem.Kind.NOT_NOW, "This channel takes nothing at the moment. Send it again in 30 seconds.", 30);
        }
        Hooks.Received received = door.receive(said.json(), "application/json", Json.bytes(said.json()));
        ObjectNode answer = Json.MAPPER.createObjectNode().put("id", said.id());
        if (received instanceof Hooks.DeadLetter letter) {
            // Why is the operators' business; what was said is kept for them.
            return ResponseEntity.accepted().contentType(MediaType.APPLICATION_JSON).body(answer.put("deadLetter", letter.id().toString()));
        }
        answer.put("duplicate", received instanceof Hooks.Accepted accepted && accepted.duplicates() > 0);
        view.conversations(caller.talk().name(), said.user()).stream().filter(one -> Objects.equals(Caller.named(caller.talk(), one), said.thread())).findFirst()
                .ifPresent(one -> answer.put("conversation", one.id().toString()));
        if (said.thread() != null) {
            answer.put("thread", said.thread());
        }
        return ok(answer);
    }

    /** JSON, whatever the caller says that it accepts: what is committed must not be answered as if it had failed. */
    static <T> ResponseEntity<T> ok(T answer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }

    JsonNode body(HttpServletRequest request) {
        return body(request, bodies);
    }

    static JsonNode body(HttpServletRequest request, Body bodies) {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.matches("application/json\\s*(;.*)?")) {
            throw new Refused(Problem.Kind.WRONG_TYPE, "Send JSON, with Content-Type: application/json.");
        }
        try {
            JsonNode body = bodies.again(bodies.read(request.getInputStream(), request.getContentLengthLong()), type);
            if (!body.isObject()) {
                throw Refused.bad("The body must be a JSON object.");
            }
            return body;
        } catch (Refused e) {
            throw e.kind() == Problem.Kind.TOO_LARGE ? new Refused(e.kind(), "A body may have " + MOST_BYTES + " bytes. Files are uploaded by themselves.") : e;
        } catch (IllegalArgumentException e) {
            throw Refused.bad(e.getMessage());
        } catch (IOException e) {
            throw Refused.bad("The body broke off.");
        }
    }
}
