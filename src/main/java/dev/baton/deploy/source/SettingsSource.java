package dev.baton.deploy.source;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;

/** Where the channels' settings come from. */
public interface SettingsSource {

    /** The value of a channel's setting, by the channel's name and the setting's (null for none), as they were when they were last read well. */
    BinaryOperator<String> current();

    /** Reads them anew; {@link dev.baton.camel.Refused} says why they can't be, and then {@link #current} stays as it was. */
    BinaryOperator<String> read();

    /** The files that they come from, or would come from; to be watched. */
    List<Path> files();

    /** Settings that do not change. */
    static SettingsSource fixed(BinaryOperator<String> settings) {
        return new SettingsSource() {
            @Override
            public BinaryOperator<String> current() {
                return settings;
            }

            @Override
            public BinaryOperator<String> read() {
                return settings;
            }

            @Override
            public List<Path> files() {
                return List.of();
            }
        };
    }
}
