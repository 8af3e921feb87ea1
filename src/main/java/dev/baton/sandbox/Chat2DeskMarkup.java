package dev.baton.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chat2Desk's markup: {@code *italics*}, {@code _italics_}, {@code __bold__}, {@code *__bold italics__*} and {@code [label](address)}. Marks without their
 * partner, and those inside an address or a word, stay as they are.
 */
final class Chat2DeskMarkup {

    private static final String LINK = "\\[[^\\[\\]\\n]+]\\(https?://[^\\s()]+\\)";
    private static final String ADDRESS = "https?://\\S++";
    /** What stands between two marks: an address is taken whole, so that no mark inside of it counts. The length spares the matcher's stack. */
    private static final String BETWEEN = "(?:" + LINK + "|" + ADDRESS + "|(?!https?://)[^\\n]){1,1000}?";
    /** At each place the first that fits counts: a link, a bare address, bold italics, bold, italics. */
    private static final Pattern MARK = Pattern.compile(String.join("|",
            "\\[(?<label>[^\\[\\]\\n]+)]\\((?<link>https?://[^\\s()]+)\\)",
            "(?<address>" + ADDRESS + ")",
            "(?<![\\w*])\\*__(?=[^\\s_])(?<both>" + BETWEEN + ")(?<=[^\\s_])__\\*(?![\\w*])",
            "(?<!\\w)__(?=[^\\s_])(?<bold>" + BETWEEN + ")(?<=[^\\s_])__(?!\\w)",
            "(?<![\\w*])\\*(?=[^\\s*])(?<star>" + BETWEEN.replace("[^\\n]", "[^*\\n]") + ")(?<=[^\\s*])\\*(?![\\w*])",
            "(?<!\\w)_(?=[^\\s_])(?<under>" + BETWEEN + ")(?<=[^\\s_])_(?!\\w)"), Pattern.UNICODE_CHARACTER_CLASS);

    private Chat2DeskMarkup() {
    }

    /** The text as HTML. */
    static String html(String text) {
        StringBuilder html = new StringBuilder();
        Matcher mark = MARK.matcher(text);
        int from = 0;
        while (mark.find()) {
            html.append(plain(text.substring(from, mark.start()))).append(one(mark));
            from = mark.end();
        }
        return html.append(plain(text.substring(from))).toString();
    }

    private static String one(Matcher mark) {
        if (mark.group("link") != null) {
            return "<a href=\"" + plain(mark.group("link")) + "\">" + html(mark.group("label")) + "</a>";
        }
        if (mark.group("address") != null) {
            return plain(mark.group("address"));
        }
        if (mark.group("both") != null) {
            return "<b><i>" + html(mark.group("both")) + "</i></b>";
        }
        if (mark.group("bold") != null) {
            return "<b>" + html(mark.group("bold")) + "</b>";
        }
        return "<i>" + html(mark.group("star") == null ? mark.group("under") : mark.group("star")) + "</i>";
    }

    private static String plain(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
