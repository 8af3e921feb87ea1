package dev.baton.media;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;

/** A name for a file that people recognise and every system takes. */
final class FileNames {

    private static final int LONGEST = 120;

    private FileNames() {
    }

    /** The name that the event gives, else the server, else the address; without a word from any of them it is called {@code file}. */
    static String of(String said, String disposition, URI from, String type) {
        String name = clean(said);
        name = name.isEmpty() ? clean(disposed(disposition)) : name;
        name = name.isEmpty() ? clean(last(from)) : name;
        name = name.isEmpty() ? "file" : name;
        return name.contains(".") ? name : name + FileTypes.ending(type);
    }

    private static String disposed(String header) {
        try {
            return header == null ? null : ContentDisposition.parse(header).getFilename();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String last(URI from) {
        String path = from.getRawPath() == null ? "" : from.getRawPath();
        String part = path.substring(path.lastIndexOf('/') + 1);
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    /** Letters, digits and a few signs of any script; no folder, no hidden file, nothing that a header or an address trips over. */
    private static String clean(String name) {
        if (name == null) {
            return "";
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("[^\\p{L}\\p{M}\\p{N} ._()-]", "_").replaceAll("\\s+", " ").replaceAll("\\.{2,}", ".").strip().replaceAll("^\\.+", "");
        if (plain.codePointCount(0, plain.length()) <= LONGEST) {
            return plain;
        }
        int dot = plain.lastIndexOf('.');
        String ending = dot > 0 && plain.length() - dot <= 10 ? plain.substring(dot) : "";
        return plain.substring(0, plain.offsetByCodePoints(0, LONGEST - ending.length())) + ending;
    }
}
