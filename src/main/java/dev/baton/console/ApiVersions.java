package dev.baton.console;

import dev.baton.ledger.Ledger;
import dev.baton.ledger.Versions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API answers about channels' versions. {@link ApiRoutes} says at which addresses. */
final class ApiVersions {

    private static final Logger LOG = LoggerFactory.getLogger(ApiVersions.class);

    /** A version that has been live: when last, and by which node. {@code held}: it lies in the folder and was put aside by a roll back. */
    record VersionLine(String version, Instant at, String node, boolean running, boolean held) {
    }

    /** The versions of a channel. */
    record VersionList(List<VersionLine> items) {
    }

    /** A file of a version; {@code text} only where it was asked for, and where it is text. */
    record VersionFile(String file, String hash, String text) {
    }

    /** What a version consists of. */
    record VersionFiles(String channel, String version, List<VersionFile> files) {
    }

    /** What has been changed from one version to another, file by file. */
    record VersionDiff(String channel, String from, String to, List<FileChange> files) {
    }

    /** Which version is to run again. */
    record Rollback(String version) {
    }

    /** The channel that takes over. */
    record Move(String to) {
    }

    private final Api api;
    private final Versions versions;
    private final Operations operations;

    ApiVersions(Api api, Versions versions, Operations operations) {
        this.api = api;
        this.versions = versions;
        this.operations = operations;
    }

    VersionList list(Asked asked) {
        String channel = api.named(asked).name();
        Versions.Running running = versions.running(channel).orElse(null);
        return new VersionList(versions.list(channel).stream().map(line -> new VersionLine(line.hash(), line.at(), line.node(),
                running != null && !running.retired() && line.hash().equals(running.hash()), running != null && line.hash().equals(running.held()))).toList());
    }

    VersionFiles show(Asked asked) {
        String channel = api.named(asked).name();
        String version = asked.text("version");
        Map<String, String> names = versions.names(channel, version);
        if (names.isEmpty()) {
            throw Api.absent("version");
        }
        String file = asked.text("file");
        if (file != null && !names.containsKey(file)) {
            throw Api.absent("file in that version");
        }
        return new VersionFiles(channel, version, file == null ? names.entrySet().stream().map(name -> new VersionFile(name.getKey(), name.getValue(), null)).toList()
                : List.of(new VersionFile(file, names.get(file), operations.masked(channel, text(versions.files(channel, version).get(file))))));
    }

    VersionDiff diff(Asked asked) {
        String channel = api.named(asked).name();
        String from = asked.text("version");
        String to = asked.text("other");
        return new VersionDiff(channel, from, to, FileChange.all(files(channel, from), files(channel, to)).stream()
                .map(change -> new FileChange(change.file(), change.change(), operations.masked(channel, change.diff()))).toList());
    }

    private Map<String, byte[]> files(String channel, String version) {
        Map<String, byte[]> files = versions.files(channel, version);
        if (files.isEmpty()) {
            throw Api.absent("version");
        }
        return files;
    }

    Api.Channel rollback(Asked asked) {
        Operations.Channel channel = api.named(asked);
        String version = asked.given(asked.body(Rollback.class, null).version(), "version");
        if (versions.names(channel.name(), version).isEmpty()) {
            throw Api.absent("version");
        }
        operations.rollback(channel.name(), version);
        LOG.info("{} has rolled the channel {} back to version {}", Api.who(), channel.name(), version);
        return api.channel(api.named(asked));
    }

    Ledger.Moved move(Asked asked) {
        Operations.Channel channel = api.named(asked);
        String to = asked.given(asked.body(Move.class, null).to(), "to");
        Ledger.Moved moved = operations.move(channel.name(), to);
        LOG.info("{} has moved what was the channel {}'s to {}: {}", Api.who(), channel.name(), to, moved);
        return moved;
    }

    /** Null where the bytes are no UTF-8. */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
