package dev.baton.deploy.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.camel.Refusal;
import dev.baton.camel.Refused;
import dev.baton.camel.Secrets;
import dev.baton.event.Json;
import dev.baton.webhook.SigningSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of one channel: what its platform's sheet declares and what all channels have, with the values that hold for it. */
public final class ChannelSettings {

    private final String channel;
    private final PlatformSheet sheet;
    private final Map<String, String> values = new LinkedHashMap<>();
    /** What is required and has no value: the names of which one has to have one. */
    private final List<List<String>> missing = new ArrayList<>();
    private List<Refusal> undeclared = List.of();

    /**
     * Looks each declared setting up.
     *
     * @param lookup the value of a setting by its name, or null
     */
    public ChannelSettings(String channel, PlatformSheet sheet, UnaryOperator<String> lookup) {
        this.channel = channel;
        this.sheet = sheet;
        sheet.settings().forEach((name, setting) -> {
            String value = lookup.apply(name);
            if (value == null || value.isBlank()) {
                value = setting.otherwise();
            }
            if (value != null) {
                values.put(name, value);
            }
            if (setting.required() && (value == null || value.isBlank())) {
                missing.add(List.of(name));
            }
        });
        for (String name : CommonSettings.NAMES) {
            String value = values.containsKey(name) ? null : CommonSettings.value(name, lookup);
            if (value != null && !value.isBlank()) {
                values.put(name, value);
            }
        }
        // Else what its customers write would be for nobody.
        if (sheet.begins() && !values.containsKey(CommonSettings.BOT) && !values.containsKey(CommonSettings.DESK)) {
            missing.add(List.of(CommonSettings.BOT, CommonSettings.DESK));
        }
    }

    /** The settings of a channel, with what is set for it and not declared, where {@code settings} can list that; {@link Refused} where they can't be used at all. */
    public static ChannelSettings of(String channel, PlatformSheet sheet, BinaryOperator<String> settings) {
        ChannelSettings values = new ChannelSettings(channel, sheet, setting -> settings.apply(channel, setting));
        if (settings instanceof Written known) {
            List<Refusal> wrong = known.wrong(channel, values.names());
            if (!wrong.isEmpty()) {
                throw new Refused(wrong);
            }
            values.undeclared = known.written(channel).entrySet().stream().filter(setting -> !values.declares(setting.getKey()))
                    .map(setting -> new Refusal(setting.getValue().file(), setting.getValue().line(), "channels." + channel + "." + setting.getKey() + " is no setting of this channel",
                            Near.or("channels." + channel + ".", setting.getKey(), "", values.names(), "take it out, or declare it in " + sheet.file()))).toList();
        }
        return values;
    }

    /** The same, with the sheet's examples where nothing is set. */
    public ChannelSettings orExamples() {
        ChannelSettings all = new ChannelSettings(channel, sheet, name -> values.containsKey(name) || !sheet.settings().containsKey(name) ? values.get(name) : sheet.settings().get(name).example());
        all.undeclared = undeclared;
        return all;
    }

    /** What is set for the channel and neither its sheet nor Baton knows. */
    public List<Refusal> undeclared() {
        return undeclared;
    }

    /** The names of all settings that there are, with the two that routes see beside them. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(sheet.settings().keySet());
        names.addAll(CommonSettings.NAMES);
        names.addAll(List.of("name", "media"));
        return names;
    }

    private boolean declares(String setting) {
        return declared(sheet, setting) != null;
    }

    /** The setting of that platform's channels which is meant, whatever hyphens and letters' case it is written with; null for none. */
    public static String declared(PlatformSheet sheet, String setting) {
        String bare = EnvironmentSettings.bare(setting);
        return Stream.concat(sheet.settings().keySet().stream(), CommonSettings.NAMES.stream()).filter(name -> EnvironmentSettings.bare(name).equals(bare)).findFirst().orElse(null);
    }

    /** Whether the channel is to be live, which it is where nothing says otherwise; what is neither yes nor no is found when it is built. */
    public boolean active() {
        String written = values.get(CommonSettings.ACTIVE);
        return written == null || !List.of("false", "off", "no").contains(written.strip());
    }

    /** Whether all that is required has a value. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /** What is required and has no value, for people, with that text before each name: {@code url, bot or desk}. */
    public String missing(String before) {
        return missing.stream().map(names -> names.stream().map(name -> before + name).collect(Collectors.joining(" or "))).collect(Collectors.joining(", "));
    }

    /** All that have a value, secrets included. */
    public Map<String, String> values() {
        return values;
    }

    /** The value of a setting, secret or not; null where it has none. */
    public String value(String name) {
        return values.get(name);
    }

    /** Whether the sheet declares that setting as secret. */
    public boolean isSecret(String name) {
        return sheet.settings().containsKey(name) && sheet.settings().get(name).secret();
    }

    /** The value of the placeholder {@code {{channel.<name>}}}: null for a secret, which must not stand in a route. */
    public String placeholder(String name) {
        return name.equals("name") ? channel : isSecret(name) ? null : values.get(name);
    }

    /** What routes and mappings may know: {@code $variables.settings}. */
    public ObjectNode visible() {
        ObjectNode visible = Json.MAPPER.createObjectNode().put("name", channel).put("media", sheet.media().send().name());
        values.forEach((name, value) -> {
            if (!isSecret(name)) {
                visible.put(name, value);
            }
        });
        return visible;
    }

    /** The values that nobody may read, and how they look in the {@code Authorization} header. */
    public Secrets secrets() {
        List<String> secret = new ArrayList<>();
        values.forEach((name, value) -> {
            if (isSecret(name)) {
                secret.add(value);
                // Each of several counts as one, too.
                secret.addAll(value.startsWith("whsec_") ? SigningSecret.hidden(value) : List.of());
            }
        });
        if (authorization() != null) {
            secret.add(authorization());
            secret.add(authorization().replaceFirst("^\\S+ ", ""));
        }
        return new Secrets(secret);
    }

    /** The value of the {@code Authorization} header for calls, or null. */
    public String authorization() {
        PlatformSheet.Authorization how = sheet.calls().authorization();
        if (how == null) {
            return null;
        }
        if (how.header() != null) {
            return values.get(how.header());
        }
        String pair = values.get(how.basic().get(0)) + ":" + values.get(how.basic().get(1));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret that calls are signed with, or null; {@link IllegalArgumentException} says what is wrong with it. */
    public SigningSecret signing() {
        String value = sheet.calls().signature() == null ? null : values.get(sheet.calls().signature());
        try {
            return value == null ? null : SigningSecret.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("channels." + channel + "." + sheet.calls().signature() + ": " + e.getMessage());
        }
    }

    /** What is wrong with {@code url}, or null. */
    public String badUrl() {
        String url = values.get("url");
        if (url == null) {
            return null;
        }
        try {
            URI uri = URI.create(url);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null ? null
                    : "channels." + channel + ".url must be an http or https address without login and query";
        } catch (IllegalArgumentException e) {
            return "channels." + channel + ".url is no address: " + e.getMessage();
        }
    }
}
