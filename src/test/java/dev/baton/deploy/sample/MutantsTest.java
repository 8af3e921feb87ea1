package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.RoutesFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Mistakes in the routes that come with Baton are found before they go live: twenty of them; all hundred with {@code -Dmutants.each=10}.
 */
class MutantsTest {

    /** They change nothing, and so can't be found. */
    private static final Set<String> HARMLESS = Set.of(
            // The call neither reads nor writes what is set.
            "blip/deliver.camel.yaml swapped to: {uri: direct:blip-call} and setVariable: {name: next, expression: {constant: {expression: send}}}",
            // Any word but "unknown" and "again" stands for the table.
            "chat2desk/work-step.jslt table -> tablex");

    @Test
    void noMappingReadsHeaders() {
        RoutesFolder routes = RoutesFolder.read(Path.of("routes"));
        assertThat(routes.channels()).isNotEmpty().allSatisfy(channel -> ChannelFiles.read(routes, channel).files().forEach((file, bytes) -> {
            if (file.endsWith(".jslt")) {
                assertThat(new String(bytes, StandardCharsets.UTF_8)).as(file).doesNotContain("$headers");
            }
        }));
    }

    @Test
    void mistakesAreFoundBeforeTheyGoLive() {
        long seed = Long.getLong("mutants.seed", 1);
        int each = Integer.getInteger("mutants.each", 2);
        System.out.println("mutants: seed " + seed);
        List<Mutants.Result> results = new Mutants(Path.of("routes"), seed).results(each);
        System.out.println(Mutants.told(results));
        assertThat(results).hasSize(each * 10);
        assertThat(results.stream().filter(result -> result.by() == null && !HARMLESS.contains(result.mutant().file() + " " + result.mutant().change())))
                .as("not found, seed %d", seed).hasSizeLessThanOrEqualTo(each / 2);
        assertThat(results.stream().filter(result -> result.harmed() != null)).as("channels of other platforms are as they were").isEmpty();
    }
}
