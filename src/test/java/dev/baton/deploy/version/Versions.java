package dev.baton.deploy.version;

import dev.baton.camel.HttpTimes;
import dev.baton.camel.Notes;
import dev.baton.camel.Refused;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.Folder;
import java.time.Clock;

/** Versions of the channel {@code depot} of a folder made for one test. */
final class Versions {

    private Versions() {
    }

    /** In place of one that runs, or null. */
    static Version build(Folder folder, Version before) {
        ChannelFiles files = ChannelFiles.read(folder.routes(), "depot");
        return Build.version(files, new ChannelSettings("depot", files.sheet(), Folder.SETTINGS::get), new Notes(), HttpTimes.DEFAULT, Clock.systemUTC(), null, before);
    }

    /** Why there can be none. */
    static String refusal(Folder folder) {
        try {
            build(folder, null).stop();
        } catch (Refused e) {
            return e.getMessage();
        }
        throw new AssertionError("the channel was built");
    }
}
