package dev.baton.lifecycle;

import dev.baton.camel.Refusal;
import dev.baton.deploy.source.SettingsSource;
import dev.baton.deploy.source.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** The settings of the channels that the API has made, beside those of all others. A channel has its settings in one of the two places only. */
public final class ManagedSettings implements SettingsSource {

    private final SettingsSource others;
    private final ManagedFolder folder;
    private volatile Map<String, ManagedChannel> managed;

    /** Reads the folder at once; what is wrong with it harms only its channels. */
    public ManagedSettings(SettingsSource others, ManagedFolder folder) {
        this.others = others;
        this.folder = folder;
        this.managed = folder.read();
    }

    @Override
    public BinaryOperator<String> current() {
        return new Both(others.current(), managed);
    }

    /** The same for who has not the key, as a linter: a secret that can't be decrypted has no value, and that is nothing wrong. */
    public BinaryOperator<String> asFarAsKnown() {
        Map<String, ManagedChannel> known = new TreeMap<>();
        managed.forEach((name, one) -> known.put(name, one.unreadable().isEmpty() ? one : one.withNothingWrong()));
        return new Both(others.current(), known);
    }

    @Override
    public BinaryOperator<String> read() {
        readFolder();
        others.read();
        return current();
    }

    /** Where the API's lie. */
    ManagedFolder folder() {
        return folder;
    }

    /** The channels that the API has made, by name. */
    Map<String, ManagedChannel> all() {
        return managed;
    }

    /** Reads the folder alone anew. */
    void readFolder() {
        managed = folder.read();
    }

    /** The channel of that name, or null where the API has not made it. */
    ManagedChannel find(String name) {
        return managed.get(name);
    }

    /** Whether settings of that channel stand anywhere else; {@code names} are those that it may have. */
    boolean elsewhere(String name, Collection<String> names) {
        return Both.place(others.current(), name, names) != null;
    }

    @Override
    public List<Path> files() {
        List<Path> files = new ArrayList<>(others.files());
        files.add(folder.path().toAbsolutePath().normalize());
        return files;
    }

    private record Both(BinaryOperator<String> others, Map<String, ManagedChannel> managed) implements Written {

        @Override
        public String apply(String channel, String setting) {
            ManagedChannel one = managed.get(channel);
            return one == null ? others.apply(channel, setting) : one.unreadable().contains(setting) ? null : one.values().get(setting);
        }

        @Override
        public Map<String, Place> written(String channel) {
            ManagedChannel one = managed.get(channel);
            return one != null ? one.places() : others instanceof Written known ? known.written(channel) : Map.of();
        }

        @Override
        public List<Refusal> wrong(String channel, Collection<String> names) {
            ManagedChannel one = managed.get(channel);
            if (one == null) {
                return List.of();
            }
            String place = place(others, channel, names);
            if (place != null) {
                return List.of(new Refusal(ManagedFolder.label(channel), 1, "channel " + channel + " has settings in two places: here, where the API keeps them, and in " + place,
                        "take channels." + channel + " away there, or delete the channel through the API"));
            }
            return one.wrong();
        }

        /** Where a setting of that channel stands among the others, or null. */
        static String place(BinaryOperator<String> others, String channel, Collection<String> names) {
            if (others instanceof Written known && !known.written(channel).isEmpty()) {
                Place first = known.written(channel).values().iterator().next();
                return first.file() + ":" + first.line();
            }
            for (String name : names) {
                try {
                    if (others.apply(channel, name) != null) {
                        return "the environment (" + name + ")";
                    }
                } catch (IllegalArgumentException e) {
                    return "the environment (" + name + ")";
                }
            }
            return null;
        }
    }
}
