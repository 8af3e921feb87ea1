package dev.baton.deploy.source;

import dev.baton.camel.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The settings as Spring finds them at a start, read again while Baton runs. Command line, environment and profiles stay as they were; only the
 * channels' settings are taken, and of the others that have changed it is said that they wait for the next start.
 */
public final class SettingsFiles implements SettingsSource {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFiles.class);
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".properties");

    private final ConfigurableEnvironment running;
    private volatile ConfigurableEnvironment read;
    private Map<String, Object> others;

    /** {@code running}: as Spring has made it at the start. */
    public SettingsFiles(ConfigurableEnvironment running) {
        this.running = running;
        this.read = running;
        this.others = others(running);
    }

    @Override
    public BinaryOperator<String> current() {
        return new EnvironmentSettings(read);
    }

    @Override
    public BinaryOperator<String> read() {
        ConfigurableEnvironment fresh = new StandardEnvironment();
        MutablePropertySources sources = fresh.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        running.getPropertySources().stream().filter(source -> !fromFile(source)).forEach(sources::addLast);
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(fresh, null, null, running.getActiveProfiles());
        } catch (RuntimeException e) {
            throw refused(e);
        }
        Map<String, Object> now = others(fresh);
        TreeSet<String> changed = new TreeSet<>(now.keySet());
        changed.addAll(others.keySet());
        changed.removeIf(name -> java.util.Objects.equals(now.get(name), others.get(name)));
        if (!changed.isEmpty()) {
            LOG.warn("these settings have changed and hold from the next start on: {}", String.join(", ", changed));
        }
        others = now;
        read = fresh;
        return current();
    }

    private static boolean fromFile(PropertySource<?> source) {
        return source instanceof OriginTrackedMapPropertySource || source instanceof ConfigTreePropertySource;
    }

    /** What stands in the files, without the settings of channels. */
    private static Map<String, Object> others(ConfigurableEnvironment environment) {
        Map<String, Object> others = new HashMap<>();
        environment.getPropertySources().stream().filter(SettingsFiles::fromFile).map(source -> (EnumerablePropertySource<?>) source)
                .forEach(source -> Arrays.stream(source.getPropertyNames()).filter(name -> !name.startsWith("channels."))
                        .forEach(name -> others.putIfAbsent(name, String.valueOf(source.getProperty(name)))));
        return others;
    }

    @Override
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        read.getPropertySources().stream().filter(SettingsFiles::fromFile).map(source -> (EnumerablePropertySource<?>) source).forEach(source -> {
            for (String name : source.getPropertyNames()) {
                Path file = file(OriginLookup.getOrigin(source, name));
                if (file != null && !files.contains(file)) {
                    files.add(file);
                }
            }
        });
        List<Path> folders = new ArrayList<>(List.of(Path.of("."), Path.of("config")));
        for (String where : List.of("spring.config.location", "spring.config.additional-location", "spring.config.import")) {
            for (String place : running.getProperty(where, "").split("[,;]")) {
                String plain = place.strip().replaceFirst("^optional:", "").replaceFirst("^(file|configtree):", "").replaceFirst("\\[\\.\\w+]$", "");
                if (!plain.isEmpty() && !plain.contains(":")) {
                    (plain.endsWith("/") ? folders : files).add(Path.of(plain));
                }
            }
        }
        folders.forEach(folder -> files.addAll(in(folder)));
        return files.stream().map(path -> path.toAbsolutePath().normalize()).distinct().toList();
    }

    private static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("application") && ENDINGS.stream().anyMatch(file.toString()::endsWith)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path file(Origin origin) {
        try {
            return origin instanceof TextResourceOrigin text && text.getResource() != null && text.getResource().isFile() ? text.getResource().getFile().toPath() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The parser's words would show the line, which may hold a secret. */
    private Refused refused(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException yaml) {
                int line = yaml.getProblemMark() == null ? 0 : yaml.getProblemMark().getLine() + 1;
                String file = files().stream().filter(SettingsFiles::isBroken).map(path -> path.getFileName().toString()).findFirst().orElse("application.yaml");
                return new Refused(file, line, "is no YAML: " + yaml.getProblem(), "mend the file; the settings that were read before hold on");
            }
        }
        return new Refused("application.yaml", 0, "the settings can't be read: " + String.valueOf(e.getMessage()).split("\\R", 2)[0], "mend them; those that were read before hold on");
    }

    private static boolean isBroken(Path file) {
        try {
            new Yaml(new LoaderOptions()).composeAll(new StringReader(Files.readString(file, StandardCharsets.UTF_8))).forEach(document -> { });
            return false;
        } catch (MarkedYAMLException e) {
            return file.toString().matches(".*\\.ya?ml");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
