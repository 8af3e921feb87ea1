package dev.baton.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.baton.camel.Refusal;
import dev.baton.deploy.source.Written.Place;
import dev.baton.event.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.DigestUtils;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A file with the settings of one channel: read as Spring reads YAML, so that people may nest names and write lists; written flat. */
final class ManagedFile {

    private static final String HEAD = "# Written by Baton's API. It may be edited: that is taken like an edit of any settings, but the API's next change takes comments away.\n";

    private ManagedFile() {
    }

    /** What such bytes say; {@code name} is the file's for people. What is wrong with them is kept with it, and shows no value. */
    static ManagedChannel read(String name, byte[] bytes, SecretKeys keys) {
        Map<String, String> values = new TreeMap<>();
        Map<String, Place> places = new TreeMap<>();
        Set<String> sealed = new TreeSet<>();
        Set<String> unreadable = new TreeSet<>();
        try {
            List<PropertySource<?>> documents = new YamlPropertySourceLoader().load(name, new ByteArrayResource(bytes));
            boolean stale = false;
            List<Refusal> wrong = new java.util.ArrayList<>();
            for (PropertySource<?> document : documents) {
                OriginTrackedMapPropertySource settings = (OriginTrackedMapPropertySource) document;
                for (String setting : settings.getPropertyNames()) {
                    int line = settings.getOrigin(setting) instanceof TextResourceOrigin origin && origin.getLocation() != null ? origin.getLocation().getLine() + 1 : 1;
                    String value = String.valueOf(settings.getProperty(setting));
                    places.put(setting.replaceFirst("\\[\\d+]$", ""), new Place(name, line));
                    if (!SecretKeys.isSealed(value)) {
                        values.put(setting, value);
                        continue;
                    }
                    sealed.add(setting);
                    try {
                        values.put(setting, keys.opened(value));
                        stale |= keys.isOld(value);
                    } catch (Conflict e) {
                        // Kept as it is: with the right key it can be read again.
                        values.put(setting, value);
                        unreadable.add(setting);
                        wrong.add(new Refusal(name, line, "the secret " + setting + " can't be read", e.getMessage()));
                    }
                }
            }
            return new ManagedChannel(values, places, sealed, unreadable, stale, DigestUtils.md5DigestAsHex(bytes), wrong);
        } catch (MarkedYAMLException e) {
            return broken(name, e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, "is no YAML: " + e.getProblem());
        } catch (IOException | RuntimeException e) {
            // The exception's own words may hold a value.
            return broken(name, 1, "can't be read as settings");
        }
    }

    /** A file that says nothing that can be used. */
    static ManagedChannel broken(String name, int line, String what) {
        return new ManagedChannel(Map.of(), Map.of(), Set.of(), Set.of(), false, "", List.of(new Refusal(name, line, what, "mend the file: each line is a setting's name, a colon and its value")));
    }

    /** The bytes of such a file; secrets are encrypted where they are not yet, {@link Conflict} where they can't be. */
    static byte[] write(Map<String, String> values, Predicate<String> secret, SecretKeys keys) {
        StringBuilder text = new StringBuilder(HEAD);
        values.forEach((name, value) -> text.append(quoted(name)).append(": ").append(name.equals(ManagedChannel.ACTIVE) && List.of("true", "false").contains(value) ? value : quoted(secret.test(name) && !SecretKeys.isSealed(value) ? keys.sealed(value) : value)).append('\n'));
        return text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A text in JSON is one in YAML, but for letters that YAML takes for the end of a line, or for none. */
    private static String quoted(String text) {
        if (text.matches("[a-z][a-z0-9.-]*") && !List.of("true", "false", "yes", "no", "on", "off", "null", "y", "n").contains(text)) {
            return text;
        }
        try {
            return Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
