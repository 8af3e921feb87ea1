package dev.baton.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Bytes as text, strictly. */
final class Text {

    private Text() {
    }

    /** The text; refused where the bytes are not in that charset, or hold U+0000, which no database takes. */
    static String of(byte[] bytes, Charset charset, String what) throws Refused {
        String text;
        try {
            text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refused(Problem.Kind.BAD_REQUEST, what + " is not valid " + charset.name() + ". Send it in " + StandardCharsets.UTF_8.name() + ".");
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.indexOf('\0') >= 0) {
            throw new Refused(Problem.Kind.BAD_REQUEST, what + " holds the character U+0000, which can't be kept. Leave it out.");
        }
        return text;
    }

    /** The text with half surrogate pairs (a cut emoji, say) replaced by U+FFFD: they can't be written as UTF-8. */
    static String whole(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            mended = mended == null ? new StringBuilder(text) : mended;
            mended.setCharAt(i, '\uFFFD');
        }
        return mended == null ? text : mended.toString();
    }
}
