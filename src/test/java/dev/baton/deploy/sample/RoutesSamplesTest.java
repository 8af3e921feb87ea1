package dev.baton.deploy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.source.RoutesFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sample of every channel: of the routes that come with Baton, and of those that the loader's own tests use. */
class RoutesSamplesTest {

    @TestFactory
    List<DynamicTest> samplesOfTheRoutesThatComeWithBaton() {
        return tests(Path.of("routes"));
    }

    @TestFactory
    List<DynamicTest> samplesOfTheTestRoutes() {
        return tests(Path.of("src/test/resources/routes-test"));
    }

    /** The only thing that a second account's file has of its own is its name (and its first line). */
    @ParameterizedTest
    @CsvSource({"acme-blip, shop-blip", "support-deskie, sales-deskie", "own-app, shop-app"})
    void aSecondAccountIsTheSameFileUnderAnotherName(String first, String second) throws IOException {
        assertThat(Files.readString(Path.of("routes", second + ".camel.yaml")).replace(second, first).lines().skip(1).toList())
                .isEqualTo(Files.readString(Path.of("routes", first + ".camel.yaml")).lines().skip(1).toList());
    }

    private static List<DynamicTest> tests(Path routes) {
        assertThat(Files.isDirectory(routes)).as("the folder " + routes).isTrue();
        RoutesFolder folder = RoutesFolder.read(routes);
        List<DynamicTest> tests = new ArrayList<>();
        for (String channel : folder.channels()) {
            Samples.results(folder, channel).forEach((sample, differences) -> tests.add(DynamicTest.dynamicTest(channel + ": " + sample,
                    () -> assertThat(differences).isEmpty())));
        }
        assertThat(tests).as("samples under " + routes).isNotEmpty();
        return tests;
    }
}
