package dev.baton.lifecycle;

import dev.baton.deploy.source.RoutesFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends, at the start, what a crash has broken off in the folder of the API's channels, and encrypts with the newest key what was encrypted with an older one. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final ManagedFolder managed;
    private final Path folder;
    private final Path routes;
    private final SecretKeys keys;

    Recovery(ManagedFolder managed, Path folder, Path routes, SecretKeys keys) {
        this.managed = managed;
        this.folder = folder;
        this.routes = routes;
        this.keys = keys;
    }

    /** Ends it all; who calls has the turn. */
    void end() {
        try {
            for (String draft : managed.names("~", true)) {
                WholeFile.delete(folder.resolve(draft + "~"));
            }
            for (String name : managed.names(ManagedFolder.CREATE, false)) {
                boolean begun = Files.exists(folder.resolve(name + ManagedFolder.SETTINGS));
                if (begun && !managed.hasFile(name)) {
                    WholeFile.write(routes.resolve(RoutesFolder.file(name)), Files.readAllBytes(folder.resolve(name + ManagedFolder.CREATE)), false);
                }
                WholeFile.delete(folder.resolve(name + ManagedFolder.CREATE));
                LOG.warn("channel {}: its creation was broken off: {}", name, begun ? "it is there now, inactive" : "nothing of it is there, create it again");
            }
            for (String name : managed.names(ManagedFolder.DELETE, false)) {
                managed.delete(name);
                LOG.warn("channel {}: its deletion was broken off: it is gone now", name);
            }
            for (Map.Entry<String, ManagedChannel> one : managed.read().entrySet()) {
                if (one.getValue().stale() && one.getValue().wrong().isEmpty()) {
                    renew(one.getKey());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder channels under baton.data can't be read", e);
        }
    }

    /** Line by line, so that what people have written stays. */
    private void renew(String name) throws IOException {
        Path file = folder.resolve(name + ManagedFolder.SETTINGS);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int begin = line.indexOf("{encrypted:");
            int end = begin < 0 ? -1 : begin + line.substring(begin).replaceFirst("[^A-Za-z0-9+/={}:].*$", "").length();
            String stored = begin < 0 ? "" : line.substring(begin, end);
            lines.add(keys.isOld(stored) ? line.substring(0, begin) + keys.sealed(keys.opened(stored)) + line.substring(end) : line);
        }
        WholeFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), true);
        LOG.info("channel {}: its secrets are encrypted with the newest key now", name);
    }
}
