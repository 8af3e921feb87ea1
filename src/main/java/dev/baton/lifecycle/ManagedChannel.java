package dev.baton.lifecycle;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.Written.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a channel that the API has made, as its file has them.
 *
 * @param values     by name, secrets readable (but for the unreadable ones); {@code active} among them
 * @param places     where each stands
 * @param sealed     those that are encrypted there
 * @param unreadable those of them that can't be decrypted
 * @param stale      whether a secret is encrypted with an old key
 * @param revision   tells one writing of the file from another
 * @param wrong      why they can't be used; empty where they can
 */
record ManagedChannel(Map<String, String> values, Map<String, Place> places, Set<String> sealed, Set<String> unreadable, boolean stale, String revision, List<Refusal> wrong) {

    static final String ACTIVE = "active";

    /** Whether it is to run; only the plain words count, the loader refuses others. */
    boolean active() {
        return !List.of("false", "off", "no").contains(values.getOrDefault(ACTIVE, "true").strip());
    }

    /** The same for who need not read its secrets. */
    ManagedChannel withNothingWrong() {
        return new ManagedChannel(values, places, sealed, unreadable, stale, revision, List.of());
    }

    /** {@link Conflict} where a secret can't be decrypted, unless it is one of these. */
    void mustBeKnown(Set<String> but) {
        unreadable.stream().filter(setting -> !but.contains(setting)).findFirst().ifPresent(setting -> {
            throw new Conflict("The secret " + setting + " can't be decrypted with baton.secret-key: set it anew, or give Baton the key that it had.");
        });
    }

    /** {@link Conflict} where the file is not even YAML: writing it anew would lose what stands there. */
    void mustBeReadable() {
        if (!wrong.isEmpty() && unreadable.isEmpty()) {
            throw new Conflict("Its settings can't be read: " + wrong.get(0) + ".");
        }
    }
}
