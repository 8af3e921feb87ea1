package dev.baton.deploy;

import dev.baton.camel.Book;
import dev.baton.camel.HttpTimes;
import dev.baton.camel.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.springframework.util.FileSystemUtils;

/** A routes folder of the invented platform, made for one test. */
final class Folder {

    static final Map<String, String> SETTINGS = Map.of("url", "http://parcel.example/api", "email", "robot@parcel.example", "key", "k-e-y-of-the-test",
            "token", "hook-t0ken");

    static final String SHEET = """
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

    static final String IN = """
            - route:
                id: depot-in
                from:
                  uri: baton:webhook/depot
                  parameters: {platform: parcel, proof: path-token}
                  steps:
                    - to: {uri: "jslt:routes:parcel/in.jslt"}
                    - to: {uri: baton:accept/depot}
            """;

    static final String OUT = """
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

    static final String SEND = """
            - route:
                id: parcel-send
                from:
                  uri: direct:parcel-send
                  steps:
                    - to: {uri: "{{channel.url}}"}
            """;

    /** A customer's message as the desk is told it. */
    static final String EVENT = """
            {"type": "message", "author": {"role": "customer"}, "content": {"kind": "text", "text": "Hi"},
             "delivery": {"mark": "0b0e7a52-9f43-4a35-8a9b-3f6a4a6a1c55", "attempt": 1}, "context": {"references": {"conversation": "7"}}}
            """;

    final Path path;

    Folder(Path path) {
        this.path = path;
        platform("parcel").write("depot.camel.yaml", IN + OUT);
    }

    /** A platform like the invented one, under that name. */
    Folder platform(String name) {
        return write(name + "/platform.yaml", SHEET.replace("parcel", name)).write(name + "/in.jslt", "null").write(name + "/send.camel.yaml", SEND.replace("parcel", name))
                .write(name + "/samples/arrives/webhook.json", "{}").write(name + "/samples/arrives/events.json", "[]").write(name + "/samples/leaves/event.json", EVENT)
                .write(name + "/samples/leaves/requests.json", "[{\"method\": \"POST\", \"path\": \"/api\", \"body\": " + EVENT + "}]");
    }

    Folder write(String file, String text) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.writeString(path.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file, or a folder with all that is in it. */
    Folder delete(String name) {
        FileSystemUtils.deleteRecursively(path.resolve(name).toFile());
        return this;
    }

    RoutesFolder routes() {
        return RoutesFolder.read(path);
    }

    /** Builds the channel {@code depot} as a rehearsal would. */
    Version build() {
        ChannelFiles files = ChannelFiles.read(routes(), "depot");
        Rehearsal rehearsal = new Rehearsal(null);
        return Build.version(files, new ChannelSettings("depot", files.sheet(), SETTINGS::get), rehearsal, HttpTimes.DEFAULT, Clock.systemUTC(), rehearsal);
    }

    /** Why the channel {@code depot} can't be built. */
    String refusal() {
        try {
            build().stop();
        } catch (Refused e) {
            return e.getMessage();
        }
        throw new AssertionError("the channel was built");
    }

    static final Rules RULES = new Rules(Duration.ofMillis(20), Duration.ofSeconds(5), false, Duration.ofSeconds(20));

    Deployment deployment(LiveChannels live, BinaryOperator<String> settings, Book book) {
        return deployment(live, settings, book, Kept.NOTHING, Clock.systemUTC(), new SimpleMeterRegistry(), RULES);
    }

    Deployment deployment(LiveChannels live, BinaryOperator<String> settings, Book book, Kept kept, Clock clock, MeterRegistry meters, Rules rules) {
        return new Deployment(path, SettingsSource.fixed(settings), book, HttpTimes.DEFAULT, clock, live, kept, meters, rules);
    }
}
