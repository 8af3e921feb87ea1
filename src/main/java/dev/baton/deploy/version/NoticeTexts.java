package dev.baton.deploy.version;

import dev.baton.camel.Refused;
import dev.baton.conversation.Notice;
import dev.baton.deploy.source.Care;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.CommonSettings;
import dev.baton.deploy.source.RoutesFolder;
import dev.baton.event.Content;
import dev.baton.event.Customer;
import dev.baton.event.NoticeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the people of one channel are told by Baton itself, in their language. The texts that Baton brings can be changed, key by key and for further
 * languages, in {@code routes/notices/<language>.properties}, and for some channels in a folder under that.
 */
final class NoticeTexts {

    private static final String FOLDER = RoutesFolder.NOTICES;
    private static final List<String> BROUGHT = List.of("en", "pt", "ru");
    private static final String PATTERN = "opens.pattern";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(.*?)}");
    private static final Set<String> VALUES = new TreeSet<>(Set.of("opens", "agent", "message", "why"));
    /** So much of a message is quoted. */
    private static final int QUOTE = 80;
    private static final Map<String, Map<String, String>> OWN = brought();

    private final Set<NoticeKind> told = new TreeSet<>();
    /** By language, English complete. */
    private final Map<String, Map<String, String>> texts = new HashMap<>();
    private String language = "en";

    private NoticeTexts() {
    }

    /** What that channel's files and settings come to; {@link Refused} says what is wrong with them. */
    static NoticeTexts of(ChannelFiles files, ChannelSettings settings) {
        NoticeTexts notices = new NoticeTexts();
        OWN.forEach((name, own) -> notices.texts.put(name, new HashMap<>(own)));
        String folder = settings.value(CommonSettings.TEXTS);
        int more = 0;
        for (String one : folder == null ? List.of(FOLDER) : List.of(FOLDER, FOLDER + "/" + folder)) {
            more = 0;
            for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
                if (file.getKey().matches(Pattern.quote(one) + "/[^/]+\\.properties")) {
                    notices.lay(file.getKey(), file.getValue());
                    more++;
                }
            }
        }
        String about = "channels." + files.channel() + ".";
        String file = RoutesFolder.file(files.channel());
        if (folder != null && more == 0) {
            throw new Refused(file, 1, about + CommonSettings.TEXTS + " names the folder " + FOLDER + "/" + folder + ", which has no texts",
                    "put <language>.properties there, or take the setting away");
        }
        String language = settings.value(CommonSettings.LANGUAGE);
        if (language != null) {
            notices.language = notices.known(language);
            if (notices.language == null) {
                throw new Refused(file, 1, about + "language is '" + language + "', for which there are no texts",
                        "write " + FOLDER + "/" + language + ".properties, or name one of " + new TreeSet<>(notices.texts.keySet()));
            }
        }
        files.sheet().notices().forEach((kind, usual) -> {
            if (switched(file, about, settings, kind, usual)) {
                notices.told.add(kind);
            }
        });
        for (NoticeKind kind : NoticeKind.values()) {
            if (!files.sheet().notices().containsKey(kind) && switched(file, about, settings, kind, false)) {
                throw new Refused(file, 1, about + "notices." + kind.text() + " is on, but " + files.sheet().file() + " does not say that its platform can show it",
                        "take the setting away, or add the kind to notices: there");
            }
        }
        return notices;
    }

    private static boolean switched(String file, String about, ChannelSettings settings, NoticeKind kind, boolean usual) {
        String name = "notices." + kind.text();
        try {
            return settings.value(name) == null ? usual : Care.on(about + name, settings.value(name));
        } catch (IllegalArgumentException e) {
            throw new Refused(file, 1, e.getMessage(), "mend the setting");
        }
    }

    private void lay(String file, byte[] bytes) {
        String name = file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.')).toLowerCase(Locale.ROOT).replace('_', '-');
        Map<String, String> own = texts.computeIfAbsent(name, one -> new HashMap<>());
        read(file, bytes).forEach((key, text) -> {
            if (!OWN.get("en").containsKey(key)) {
                throw new Refused(file, line(bytes, key), "there is no text '" + key + "'", "the texts are " + new TreeSet<>(OWN.get("en").keySet()));
            }
            Matcher placeholder = PLACEHOLDER.matcher(key.equals(PATTERN) ? "" : text);
            while (placeholder.find()) {
                if (!VALUES.contains(placeholder.group(1))) {
                    throw new Refused(file, line(bytes, key), "'" + placeholder.group() + "' in " + key + " stands for nothing", "there are " + VALUES);
                }
            }
            if (text.isBlank()) {
                throw new Refused(file, line(bytes, key), key + " has no words", "to tell nothing, set channels.<name>.notices.<kind>: off");
            }
            if (key.equals(PATTERN)) {
                try {
                    DateTimeFormatter.ofPattern(text);
                } catch (IllegalArgumentException e) {
                    throw new Refused(file, line(bytes, key), key + " is no pattern of a date: " + e.getMessage(), "write it like EEEE, d MMMM, HH:mm");
                }
            }
            own.put(key, text);
        });
    }

    /** The words for that notice; null where this channel is not told of it. */
    String words(Notice notice, Customer customer) {
        if (!told.contains(notice.kind())) {
            return null;
        }
        String own = customer == null || notice.forAgents() ? null : known(customer.language());
        String spoken = own == null ? language : own;
        Map<String, String> values = new HashMap<>();
        values.put("opens", opens(spoken, notice.opens()));
        values.put("agent", notice.agent());
        values.put("message", quote(notice.message()));
        values.put("why", notice.why());
        return PLACEHOLDER.matcher(text(spoken, notice.key()))
                .replaceAll(value -> Matcher.quoteReplacement(values.get(value.group(1)) == null ? "…" : values.get(value.group(1))));
    }

    private String opens(String spoken, ZonedDateTime opens) {
        return opens == null ? null : DateTimeFormatter.ofPattern(text(spoken, PATTERN), Locale.forLanguageTag(spoken)).format(opens);
    }

    private String text(String spoken, String key) {
        for (String one : List.of(spoken, spoken.replaceFirst("-.*", ""), language)) {
            String text = texts.getOrDefault(one, Map.of()).get(key);
            if (text != null) {
                return text;
            }
        }
        return texts.get("en").get(key);
    }

    /** The language of that tag as far as there are texts for it, {@code pt} for {@code pt-BR}; or null. */
    private String known(String tag) {
        String name = tag == null ? "" : tag.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        while (!name.isEmpty() && !texts.containsKey(name)) {
            name = name.contains("-") ? name.substring(0, name.lastIndexOf('-')) : "";
        }
        return name.isEmpty() ? null : name;
    }

    /** A few words of a message, so that people know which one it is. */
    private static String quote(Content content) {
        String words = content instanceof Content.Text text ? text.text()
                : content instanceof Content.Choice choice ? choice.text()
                : content instanceof Content.Media media ? media.name() == null ? media.caption() : media.name()
                : content instanceof Content.Link link ? link.url()
                : content instanceof Content.Reply reply ? quote(reply.content())
                : content instanceof Content.Reaction reaction ? reaction.emoji()
                : content instanceof Content.Contact contact ? contact.name()
                : content instanceof Content.Location location ? location.name()
                : content instanceof Content.Unknown unknown ? unknown.text() : null;
        if (words == null) {
            return null;
        }
        String line = words.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= QUOTE ? line : line.substring(0, line.offsetByCodePoints(0, QUOTE)) + "…";
    }

    private static Map<String, String> read(String file, byte[] bytes) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
            Map<String, String> texts = new TreeMap<>();
            properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
            return texts;
        } catch (CharacterCodingException e) {
            throw new Refused(file, 1, "is not UTF-8", "save it as UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(file, 1, "is no file of properties: " + e.getMessage(), "write lines like: accepted = We have your request.");
        }
    }

    private static int line(byte[] bytes, String key) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher at = Pattern.compile("(?m)^\\s*" + Pattern.quote(key)).matcher(text);
        return at.find() ? (int) text.substring(0, at.end()).chars().filter(c -> c == '\n').count() + 1 : 0;
    }

    private static Map<String, Map<String, String>> brought() {
        Map<String, Map<String, String>> all = new HashMap<>();
        for (String name : BROUGHT) {
            try (InputStream in = NoticeTexts.class.getResourceAsStream("notices/" + name + ".properties")) {
                all.put(name, read(name + ".properties", in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.copyOf(all);
    }
}
