package dev.baton.media;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** What sort of file it is: by its first bytes where those tell, else by what the server says, else by the name. */
final class FileTypes {

    static final String UNKNOWN = "application/octet-stream";
    /** So many bytes are looked at. */
    static final int HEAD = 512;

    private record Sign(String type, int at, String bytes) {
    }

    private static final List<Sign> SIGNS = List.of(new Sign("image/png", 0, "\u0089PNG\r\n"), new Sign("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
            new Sign("image/gif", 0, "GIF8"), new Sign("image/webp", 8, "WEBP"), new Sign("application/pdf", 0, "%PDF-"),
            new Sign("application/zip", 0, "PK\u0003\u0004"), new Sign("audio/ogg", 0, "OggS"), new Sign("audio/mpeg", 0, "ID3"),
            new Sign("video/mp4", 4, "ftyp"), new Sign("video/webm", 0, "\u001aE\u00df\u00a3"), new Sign("audio/wav", 8, "WAVE"),
            new Sign("application/x-msdownload", 0, "MZ\u0090\0"), new Sign("application/x-elf", 0, "\u007fELF"), new Sign("application/x-sh", 0, "#!/"));
    /** Of such a first look the server or the name may know better: they say what is in the box. */
    private static final Set<String> BOXES = Set.of("application/zip", "audio/ogg", "video/mp4", "video/webm");
    /** What a browser shows without running anything in it. */
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain");

    private FileTypes() {
    }

    /** The type of a file; {@code said} is what the server says, {@code expected} what the event said, {@code name} its name; each may be null. */
    static String of(byte[] head, String said, String expected, String name) {
        String sniffed = sniffed(head);
        String told = known(said) ? plain(said) : known(expected) ? plain(expected) : byName(name);
        if (sniffed == null) {
            return told;
        }
        boolean better = BOXES.contains(sniffed) && (told.startsWith("audio/") || told.startsWith("video/") || told.startsWith("application/"))
                && !told.equals(UNKNOWN);
        return better ? told : sniffed;
    }

    private static String sniffed(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (Sign sign : SIGNS) {
            if (text.startsWith(sign.bytes, sign.at)) {
                return sign.type;
            }
        }
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        start = start.startsWith("\u00ef\u00bb\u00bf") ? start.substring(3).stripLeading() : start;
        return start.startsWith("<!doctype html") || start.startsWith("<html") ? "text/html"
                : start.startsWith("<svg") || start.startsWith("<?xml") && start.contains("<svg") ? "image/svg+xml" : null;
    }

    private static boolean known(String type) {
        return type != null && plain(type).matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+") && !plain(type).equals(UNKNOWN) && !plain(type).startsWith("binary/");
    }

    /** Without parameters, in small letters. */
    static String plain(String type) {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The type that a name promises. */
    static String byName(String name) {
        return name == null ? UNKNOWN : MediaTypeFactory.getMediaType(name).map(MediaType::toString).orElse(UNKNOWN);
    }

    /** Whether a browser may show it on the spot; what could do something there is handed over as a file only. */
    static boolean isShown(String type) {
        return SHOWN.contains(type) || type.startsWith("audio/") || type.startsWith("video/");
    }

    /** What the name of a file without one ends in. */
    static String ending(String type) {
        return switch (type) {
            case "image/png", "image/gif", "image/webp", "application/pdf", "video/mp4", "application/zip" -> "." + type.substring(type.indexOf('/') + 1);
            case "image/jpeg" -> ".jpg";
            case "audio/ogg" -> ".ogg";
            case "audio/mpeg" -> ".mp3";
            case "text/plain" -> ".txt";
            case "text/html" -> ".html";
            default -> "";
        };
    }
}
