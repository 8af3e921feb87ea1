package dev.baton;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.baton.camel.ChannelContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each part may know, and what no part but the sandbox may name. */
@AnalyzeClasses(packages = "dev.baton", importOptions = ImportOption.DoNotIncludeTests.class)
class PartsTest {

    private static final String CAMEL = "org.apache.camel..";
    private static final String SPRING = "org.springframework..";
    private static final Pattern PLATFORM = Pattern.compile("(?i)blip|deskie|omnidesk|chat2desk|salesforce|dixa|kustomer|freshchat|sunco|gorgias|oracle");

    @ArchTest
    static final ArchRule EVENT_KNOWS_NOTHING_ELSE = noClasses().that().resideInAPackage("dev.baton.event..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.baton.conversation..", "dev.baton.ledger..", "dev.baton.camel..", "dev.baton.webhook..", "dev.baton.deploy..",
                    "dev.baton.console..", "dev.baton.sandbox..", CAMEL, SPRING, "java.sql..");

    @ArchTest
    static final ArchRule CONVERSATION_IS_PURE = classes().that().resideInAPackage("dev.baton.conversation..").should().onlyDependOnClassesThat()
            .resideInAnyPackage("dev.baton.event..", "dev.baton.conversation..", "java.lang..", "java.util..", "java.time..");

    @ArchTest
    static final ArchRule CONVERSATION_HAS_NO_CLOCK = noClasses().that().resideInAPackage("dev.baton.conversation..").should()
            .callMethod(java.time.Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis").orShould()
            .dependOnClassesThat().areAssignableTo(java.time.Clock.class);

    @ArchTest
    static final ArchRule LEDGER_KNOWS_NO_CAMEL = noClasses().that().resideInAPackage("dev.baton.ledger..").should().dependOnClassesThat()
            .resideInAnyPackage(CAMEL, "dev.baton.camel..", "dev.baton.webhook..", "dev.baton.media..", "dev.baton.deploy..", "dev.baton.console..",
                    "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule ONLY_THE_LEDGER_SPEAKS_SQL = noClasses().that().resideOutsideOfPackages("dev.baton.ledger..", "dev.baton")
            .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule CAMEL_KNOWS_NO_LOADER = noClasses().that().resideInAPackage("dev.baton.camel..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.baton.deploy..", "dev.baton.console..", "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule MEDIA_KNOWS_NO_CHANNEL = noClasses().that().resideInAPackage("dev.baton.media..").should().dependOnClassesThat()
            .resideInAnyPackage(CAMEL, "dev.baton.camel..", "dev.baton.conversation..", "dev.baton.deploy..", "dev.baton.console..", "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule TALK_KNOWS_NO_ROUTES = noClasses().that().resideInAPackage("dev.baton.talk..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.baton", CAMEL, "dev.baton.camel..", "dev.baton.conversation..", "dev.baton.deploy..", "dev.baton.console..",
                    "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule TALK_IS_KNOWN_TO_NOBODY = noClasses().that().resideOutsideOfPackages("dev.baton.talk..", "dev.baton").should().dependOnClassesThat()
            .resideInAPackage("dev.baton.talk..");

    @ArchTest
    static final ArchRule WEBHOOK_STANDS_AT_THE_DOOR = noClasses().that().resideInAPackage("dev.baton.webhook..").should().dependOnClassesThat()
            .resideInAnyPackage(CAMEL, "dev.baton.camel..", "dev.baton.deploy..", "dev.baton.console..", "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule DEPLOY_KNOWS_NO_PAGES = noClasses().that().resideInAPackage("dev.baton.deploy..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.baton.lifecycle..", "dev.baton.console..", "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule DEPLOY_GOES_ONE_WAY = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("deploy").definedBy("dev.baton.deploy").layer("sample").definedBy("dev.baton.deploy.sample").layer("version").definedBy("dev.baton.deploy.version")
            .layer("lint").definedBy("dev.baton.deploy.lint").layer("source").definedBy("dev.baton.deploy.source")
            .whereLayer("deploy").mayNotBeAccessedByAnyLayer()
            .whereLayer("sample").mayOnlyBeAccessedByLayers("deploy")
            .whereLayer("version").mayOnlyBeAccessedByLayers("deploy", "sample")
            .whereLayer("lint").mayOnlyBeAccessedByLayers("deploy", "sample", "version");

    @ArchTest
    static final ArchRule ONLY_A_BUILD_MAKES_CONTEXTS = noClasses().that().resideInAPackage("dev.baton.deploy..").and().resideOutsideOfPackage("dev.baton.deploy.version")
            .should().dependOnClassesThat().areAssignableTo(ChannelContext.class);

    @ArchTest
    static final ArchRule LIFE_CYCLE_ASKS_DOORS_ONLY = noClasses().that().resideInAPackage("dev.baton.lifecycle..").should().dependOnClassesThat()
            .resideInAnyPackage(CAMEL, "dev.baton.ledger..", "dev.baton.console..", "dev.baton.sandbox..");

    @ArchTest
    static final ArchRule SANDBOX_SPEAKS_HTTP_ONLY = noClasses().that().resideInAPackage("dev.baton.sandbox..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.baton", "dev.baton.event..", "dev.baton.conversation..", "dev.baton.ledger..", "dev.baton.camel..",
                    "dev.baton.webhook..", "dev.baton.media..", "dev.baton.deploy..", "dev.baton.lifecycle..", "dev.baton.console..");

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_SANDBOX = noClasses().that().resideOutsideOfPackage("dev.baton.sandbox..").should().dependOnClassesThat()
            .resideInAPackage("dev.baton.sandbox..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses().should().haveNameMatching(
            ".*\\.[^.]*(Manager|Processor|Helper|Util|Utils|Impl|Adapter|Connector|DTO|Dto)(\\$.*)?$");

    @Test
    void noPlatformIsNamedOutsideTheSandbox() throws IOException {
        List<String> named = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().contains("sandbox")).toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (PLATFORM.matcher(lines.get(i)).find()) {
                        named.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                    }
                }
            }
        }
        assertThat(named).as("what general word does the core lack?").isEmpty();
    }

    @Test
    void everyPackageSaysWhatMayGoIntoIt() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/baton"))) {
            assertThat(folders.filter(Files::isDirectory).filter(PartsTest::hasSources).filter(folder -> !Files.exists(folder.resolve("package-info.java"))))
                    .isEmpty();
        }
    }

    private static boolean hasSources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
