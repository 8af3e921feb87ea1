package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** The packaged jar in processes of its own. What they printed is shown when a test fails; each ends with its test at the latest. */
final class Jar implements AfterTestExecutionCallback {

    /** Longer than any start or stop takes, also on a machine that has other things to do. */
    static final Duration BOUND = Duration.ofSeconds(90);

    private static final Path FILE = Path.of("target", "baton.jar").toAbsolutePath();
    private final List<Started> started = new ArrayList<>();

    /** One process. */
    static final class Started {
        private final Process process;
        private final Path output;
        private final String url;
        private final HttpClient http = HttpClient.newHttpClient();

        private Started(Process process, Path output, String url) {
            this.process = process;
            this.output = output;
            this.url = url;
        }

        String url() {
            return url;
        }

        /** All that it has printed so far. */
        String printed() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until it takes traffic. */
        Started ready() {
            Stage.soon().atMost(BOUND).pollInterval(Duration.ofMillis(100)).ignoreException(UncheckedIOException.class).failFast("it has ended", () -> !process.isAlive())
                    .until(() -> send("GET", "/actuator/health/readiness", null, null).statusCode() == 200);
            return this;
        }

        /** SIGTERM; its exit code. */
        int terminate() {
            process.destroy();
            return exit();
        }

        /** SIGTERM, without waiting. */
        void signal() {
            process.destroy();
        }

        /** SIGKILL: as when the power goes. */
        void kill() {
            process.destroyForcibly();
            exit();
        }

        boolean alive() {
            return process.isAlive();
        }

        /** Waits until it has ended by itself; its exit code. */
        int exit() {
            try {
                assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).as("it ends within " + BOUND).isTrue();
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** A request; {@code login} is "user:password" or null, a null body is none. */
        HttpResponse<String> send(String method, String path, String body, String login) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30))
                    .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
            if (login != null) {
                request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
            }
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Starts it in that folder, listening on that port. */
    Started start(Path folder, int port, String... settings) {
        return command(folder, port, Stream.concat(Stream.of("--server.port=" + port), Stream.of(settings)).toArray(String[]::new));
    }

    /** The one that was started last. */
    Started last() {
        return started.get(started.size() - 1);
    }

    /** Runs a command in that folder. */
    Started run(Path folder, String... words) {
        return command(folder, 0, words);
    }

    private Started command(Path folder, int port, String... words) {
        assertThat(FILE).as("the packaged jar").isRegularFile();
        // The flags make a short life short; they change nothing of what is done.
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-jar", FILE.toString()));
        command.addAll(List.of(words));
        try {
            Path output = Files.createTempFile(folder, "printed", ".log");
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            Started one = new Started(process, output, "http://localhost:" + port);
            started.add(one);
            return one;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder with the project's routes in it, and an application.yaml that says this ("--name=value"). */
    static Path folder(Path folder, List<String> settings) {
        routes(folder.resolve("routes"));
        StringBuilder yaml = new StringBuilder();
        settings.forEach(setting -> yaml.append(setting.substring(2, setting.indexOf('='))).append(": \"")
                .append(setting.substring(setting.indexOf('=') + 1)).append("\"\n"));
        try {
            return Files.writeString(folder.resolve("application.yaml"), yaml).getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the project's routes. */
    static Path routes(Path to) {
        try {
            FileSystemUtils.copyRecursively(Path.of("routes"), to);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            started.forEach(one -> System.err.println("----- printed by process " + one.process.pid() + ":\n" + one.printed()));
        }
        started.stream().filter(Started::alive).forEach(Started::kill);
        started.clear();
    }
}
