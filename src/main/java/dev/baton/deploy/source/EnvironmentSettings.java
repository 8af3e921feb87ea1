package dev.baton.deploy.source;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The settings of channels as Spring knows them: {@code channels.acme-desk.api-key} from a file, the command line or the environment. In the
 * environment the hyphens of the names may be underscores or left out, each for itself: {@code CHANNELS_ACME_DESK_APIKEY} is found too.
 */
public final class EnvironmentSettings implements Written {

    private final ConfigurableEnvironment environment;
    private final boolean asFarAsKnown;

    /** The settings in that environment; one that refers to something without a value is an {@link IllegalArgumentException}. */
    public EnvironmentSettings(ConfigurableEnvironment environment) {
        this(environment, false);
    }

    private EnvironmentSettings(ConfigurableEnvironment environment, boolean asFarAsKnown) {
        this.environment = environment;
        this.asFarAsKnown = asFarAsKnown;
    }

    /** The same, where secrets and what refers to them may be missing: such a setting has no value. */
    public static EnvironmentSettings asFarAsKnown(ConfigurableEnvironment environment) {
        return new EnvironmentSettings(environment, true);
    }

    /** The settings of a channel that stand in files or on the command line; names in the environment can't be told from those of other channels. */
    @Override
    public Map<String, Place> written(String channel) {
        String before = "channels." + channel + ".";
        Map<String, Place> written = new TreeMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> names && !StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(source.getName())) {
                for (String name : names.getPropertyNames()) {
                    if (name.startsWith(before)) {
                        written.putIfAbsent(name.substring(before.length()).replaceFirst("\\[\\d+]$", ""), place(source, name));
                    }
                }
            }
        }
        return written;
    }

    private static Place place(PropertySource<?> source, String name) {
        if (OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin && origin.getLocation() != null) {
            return new Place(origin.getResource().getFilename(), origin.getLocation().getLine() + 1);
        }
        return new Place(source.getName(), 1);
    }

    @Override
    public String apply(String channel, String setting) {
        try {
            String value = environment.getProperty("channels." + channel + "." + setting);
            return value == null ? fromEnvironment("CHANNELS" + bare(channel) + bare(setting)) : value;
        } catch (IllegalArgumentException e) {
            if (asFarAsKnown) {
                return null;
            }
            throw e;
        }
    }

    private String fromEnvironment(String wanted) {
        if (environment.getPropertySources().get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME) instanceof EnumerablePropertySource<?> variables) {
            for (String name : variables.getPropertyNames()) {
                if (name.startsWith("CHANNELS_") && bare(name).equals(wanted)) {
                    return String.valueOf(variables.getProperty(name));
                }
            }
        }
        return null;
    }

    /** A setting's name without what may be written otherwise. */
    static String bare(String name) {
        return name.replaceAll("[-_.]", "").toUpperCase(Locale.ROOT);
    }
}
