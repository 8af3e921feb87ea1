package dev.baton.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One part of a {@code multipart/form-data} body. {@code fileName} is null for a text. */
record Multipart(String name, String fileName, String contentType, byte[] bytes) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[;\\s]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE = Pattern.compile("^content-type:\\s*(\\S.*)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    /** The parts, in order. */
    static List<Multipart> read(String contentType, byte[] body) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new IOException("multipart without boundary");
        }
        // One char for one byte, so that positions in the text are positions in the bytes.
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        String mark = "\r\n--" + (boundary.group(1) != null ? boundary.group(1) : boundary.group(2));
        List<Multipart> parts = new ArrayList<>();
        int at = text.indexOf(mark);
        while (at >= 0 && !text.startsWith("--", at + mark.length())) {
            int head = at + mark.length() + 2;
            int end = text.indexOf(mark, head - 2);
            int blank = text.indexOf("\r\n\r\n", head - 2);
            if (end < 0 || blank < 0 || blank > end) {
                throw new IOException("multipart is cut off");
            }
            parts.add(part(utf8(text.substring(head, Math.max(head, blank))), text.substring(blank + 4, end)));
            at = end;
        }
        if (at < 0) {
            throw new IOException("multipart is not ended");
        }
        return parts;
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Multipart part(String head, String value) throws IOException {
        Matcher name = NAME.matcher(head);
        if (!name.find()) {
            throw new IOException("a part of the multipart has no name");
        }
        Matcher file = FILE.matcher(head);
        Matcher type = TYPE.matcher(head);
        return new Multipart(name.group(1), file.find() ? file.group(1) : null, type.find() ? type.group(1).trim() : null,
                value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
