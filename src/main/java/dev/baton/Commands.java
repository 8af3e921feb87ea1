package dev.baton;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.baton.deploy.sample.Samples;
import dev.baton.deploy.sample.Trial;
import dev.baton.deploy.source.EnvironmentSettings;
import dev.baton.deploy.source.SettingsSource;
import dev.baton.lifecycle.ManagedFolder;
import dev.baton.lifecycle.ManagedSettings;
import dev.baton.lifecycle.SecretKeys;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

/** What can be done with Baton without starting it. */
final class Commands {

    static final int REFUSED = 2;

    private static final Map<String, String> OPTIONS = Map.of("test", "--record(=.+)?", "try", "--routes=.+");

    private static final String USAGE = """
            java -jar baton.jar [--<setting>=<value> ...]   start, with the application.yaml and the routes/ of this folder
            java -jar baton.jar lint [FOLDER ...]           check the channels of these folders (default: ./routes), and their settings, those under baton.data too
            java -jar baton.jar test [FOLDER ...]           run the samples of these folders (default: ./routes)
            java -jar baton.jar test [FOLDER ...] --record[=NAME,...]
                                                            and write first what samples without expected files, or these, give: to be read and kept
            java -jar baton.jar try CHANNEL FILE [--routes=FOLDER]
                                                            show the events and requests that a webhook or a delivery in FILE would give; nothing is sent
            java -jar baton.jar --help                      this

            lint, test and try print one line for each finding and end with 0 (nothing found), 1 (something found) or 2 (not understood).
            To try Baton with simulated platforms: java -jar baton.jar --spring.profiles.active=sandbox
            """;

    private Commands() {
    }

    /** Carries out what the words say; the program's exit code. */
    static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h") || words.get(0).equals("help")) {
            out.print(USAGE);
            return 0;
        }
        String command = words.get(0);
        List<String> names = words.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
        List<String> options = words.stream().skip(1).filter(word -> word.startsWith("-")).toList();
        String unknown = !List.of("lint", "test", "try").contains(command) ? command
                : options.stream().filter(option -> !option.matches(OPTIONS.getOrDefault(command, ""))).findFirst().orElse(null);
        if (unknown != null || command.equals("try") && names.size() != 2) {
            err.println(unknown == null ? "baton: try takes the name of a channel and of a file" : "baton: '" + unknown + "' is not understood");
            err.print(USAGE);
            return REFUSED;
        }
        // Without Spring's start the logs would be as wordy as they can be.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        int worst = 0;
        for (String folder : command.equals("try") ? List.of(value(options, "./routes")) : names.isEmpty() ? List.of("./routes") : names) {
            try {
                Path routes = Path.of(folder);
                worst = Math.max(worst, switch (command) {
                    case "lint" -> Samples.lint(routes, beside(() -> settings(err)), out);
                    case "try" -> Trial.run(routes, names.get(0), Path.of(names.get(1)), out);
                    default -> options.isEmpty() ? Samples.run(routes, out) : Samples.record(routes, List.of(value(options, "").split(",")), out);
                });
            } catch (InvalidPathException e) {
                err.println("baton: '" + e.getInput() + "' can't be the name of a file or folder");
                worst = REFUSED;
            }
        }
        return worst;
    }

    /** What stands behind the = of the last option. */
    private static String value(List<String> options, String otherwise) {
        return options.isEmpty() || !options.get(options.size() - 1).contains("=") ? otherwise : options.get(options.size() - 1).split("=", 2)[1];
    }

    /** Worked out by another thread meanwhile: Spring takes as long to read the settings as lint to read the routes. */
    private static <T> Supplier<T> beside(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "settings");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            try {
                return task.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** The settings that a start in this folder would find. Where lint runs, secrets and what refers to them may be missing. */
    private static BinaryOperator<String> settings(PrintStream err) {
        StandardEnvironment environment = new StandardEnvironment();
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
        } catch (RuntimeException e) {
            err.println("baton: only the routes are checked, because the settings here can't be read: " + e.getMessage());
            return (channel, setting) -> null;
        }
        BatonSettings baton = Binder.get(environment).bindOrCreate("baton", BatonSettings.class);
        SecretKeys keys = new SecretKeys(baton.secretKey());
        ManagedFolder managed = new ManagedFolder(baton.data().resolve("channels"), baton.routes(), keys);
        return new ManagedSettings(SettingsSource.fixed(EnvironmentSettings.asFarAsKnown(environment)), managed).asFarAsKnown();
    }
}
