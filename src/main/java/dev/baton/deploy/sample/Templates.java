package dev.baton.deploy.sample;

import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.deploy.lint.Lint;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.RoutesFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The platforms' templates of new channels, each checked as the channel of a made-up name that would come of it. */
final class Templates {

    private static final String NAME = "made-up-channel";

    private Templates() {
    }

    /** What lint finds in them. */
    static List<Refusal> lint(RoutesFolder folder) {
        return all(folder, made -> {
            ChannelFiles files = ChannelFiles.read(made, NAME);
            return Lint.check(files, new ChannelSettings(NAME, files.sheet(), setting -> null).orExamples());
        });
    }

    /** What the samples of their platforms find in them. */
    static List<Refusal> test(RoutesFolder folder) {
        return all(folder, made -> Samples.results(made, NAME).values().stream().flatMap(Collection::stream).toList());
    }

    private interface Work {
        List<Refusal> of(RoutesFolder made);
    }

    private static List<Refusal> all(RoutesFolder folder, Work work) {
        List<Refusal> found = new ArrayList<>();
        for (String platform : folder.templates()) {
            List<Refusal> its;
            try {
                its = work.of(folder.with(NAME, folder.fromTemplate(platform, NAME)));
            } catch (Refused e) {
                its = e.reasons();
            }
            // What is wrong with the platform's other files is found at its channels too.
            its.forEach(one -> found.add(one.file().equals(RoutesFolder.file(NAME)) || one.file().equals(NAME)
                    ? new Refusal(RoutesFolder.template(platform), one.line(), named(one.what()), named(one.remedy())) : one));
        }
        return found;
    }

    private static String named(String text) {
        return text.replace(NAME, "CHANNEL");
    }
}
