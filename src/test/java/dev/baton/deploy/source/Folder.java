package dev.baton.deploy.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** A routes folder of the invented platform, made for one test. */
public final class Folder {

    /** The settings of its channel. */
    public static final Map<String, String> SETTINGS = Map.of("url", "http://parcel.example/api", "email", "robot@parcel.example", "key", "k-e-y-of-the-test",
            "token", "hook-t0ken");

    /** Its platform's sheet. */
    public static final String SHEET = """
            names: [parcel, parcel_desk]
            sides: [desk]
            settings:
              url: {required: true, example: "http://parcel.example/api"}
              email: {required: true, example: "robot@parcel.example"}
              key: {required: true, secret: true, example: "sample-key-1"}
              token: {required: true, secret: true, example: "sample-token"}
              agent: {default: "Parcel team"}
              desk: {}
            calls:
              authorization: {basic: [email, key]}
            takes: [handover.requested, message, conversation.closed]
            lane: person
            concurrency: 4
            unknown: {message: verify}
            deadlines: {queued: 2d}
            """;

    /** The way in of its channel {@code depot}. */
    public static final String IN = """
            - route:
                id: depot-in
                from:
                  uri: baton:webhook/depot
                  parameters: {platform: parcel, proof: path-token}
                  steps:
                    - to: {uri: "jslt:routes:parcel/in.jslt"}
                    - to: {uri: baton:accept/depot}
            """;

    /** The way out of its channel {@code depot}. */
    public static final String OUT = """
            - route:
                id: depot-out
                errorHandler:
                  deadLetterChannel:
                    deadLetterUri: baton:dead-letter/depot
                    redeliveryPolicy: {redeliveryDelay: 2s, useExponentialBackOff: true, backOffMultiplier: 3, maximumRedeliveryDelay: 6h, maximumRedeliveries: 30}
                from:
                  uri: baton:deliver/depot
                  parameters: {platform: parcel, giveUpAfter: 2d, onUnknownOutcome: ask}
                  steps:
                    - to: {uri: direct:parcel-send}
            """;

    /** The flow by which its platform is told. */
    public static final String SEND = """
            - route:
                id: parcel-send
                from:
                  uri: direct:parcel-send
                  steps:
                    - to: {uri: "{{channel.url}}"}
            """;

    /** A customer's message as the desk is told it. */
    public static final String EVENT = """
            {"type": "message", "author": {"role": "customer"}, "content": {"kind": "text", "text": "Hi"},
             "delivery": {"mark": "0b0e7a52-9f43-4a35-8a9b-3f6a4a6a1c55", "attempt": 1}, "context": {"references": {"conversation": "7"}}}
            """;

    private final Path path;

    /** Made there, with one channel. */
    public Folder(Path path) {
        this.path = path;
        platform("parcel").write("depot.camel.yaml", IN + OUT);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** A platform like the invented one, under that name. */
    public Folder platform(String name) {
        return write(name + "/platform.yaml", SHEET.replace("parcel", name)).write(name + "/in.jslt", "null").write(name + "/send.camel.yaml", SEND.replace("parcel", name))
                .write(name + "/samples/arrives/webhook.json", "{}").write(name + "/samples/arrives/events.json", "[]").write(name + "/samples/leaves/event.json", EVENT)
                .write(name + "/samples/leaves/requests.json", "[{\"method\": \"POST\", \"path\": \"/api\", \"body\": " + EVENT + "}]");
    }

    /** A file with that text, in place of what was there. */
    public Folder write(String file, String text) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.writeString(path.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file, or a folder with all that is in it. */
    public Folder delete(String name) {
        FileSystemUtils.deleteRecursively(path.resolve(name).toFile());
        return this;
    }

    /** As it is now. */
    public RoutesFolder routes() {
        return RoutesFolder.read(path);
    }
}
