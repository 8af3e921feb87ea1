package dev.baton.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.RequestContext;

/** The fields of a form body, as nested JSON. */
final class Form {

    private Form() {
    }

    static ObjectNode urlencoded(byte[] raw, Charset charset, Limits limits) throws Refused {
        BracketKeys fields = new BracketKeys(limits);
        int from = 0;
        while (from <= raw.length) {
            int end = from;
            int equals = -1;
            for (; end < raw.length && raw[end] != '&'; end++) {
                if (raw[end] == '=' && equals < 0) {
                    equals = end;
                }
            }
            if (end > from) {
                int nameEnd = equals < 0 ? end : equals;
                fields.put(decode(raw, from, nameEnd, charset), decode(raw, Math.min(nameEnd + 1, end), end, charset));
            }
            from = end + 1;
        }
        return fields.json();
    }

    private static String decode(byte[] raw, int from, int to, Charset charset) throws Refused {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < to ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < to ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw bad("A '%' in the form is not followed by two hexadecimal digits. Encode the form's fields.");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return Text.of(bytes.toByteArray(), charset, "A form field");
    }

    /** Parts become fields; of a file only name, type and size are told, its bytes are in the raw body that is kept. */
    static ObjectNode multipart(byte[] raw, String contentType, Charset charset, Limits limits) throws Refused {
        BracketKeys fields = new BracketKeys(limits);
        try {
            FileItemInputIterator parts = new Parts().getItemIterator(new Kept(raw, contentType));
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if (part.getFieldName() == null) {
                    throw bad("A part of the form has no name.");
                }
                String name = Text.of(part.getFieldName().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, "A part's name");
                try (InputStream in = part.getInputStream()) {
                    byte[] value = in.readAllBytes();
                    if (part.isFormField()) {
                        Charset own = part.getContentType() == null ? charset : MediaKind.charset(part.getContentType(), charset);
                        fields.put(name, Text.of(value, own, "The form field " + name));
                    } else {
                        fields.putFile(name, part.getName(), part.getContentType(), value.length);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // The parser's own words can hold pieces of the body, and Java names.
            throw bad("The body is not proper multipart/form-data: its parts do not end as the boundary says, or a part's headers can't be read.");
        }
        return fields.json();
    }

    private static Refused bad(String detail) {
        return new Refused(Problem.Kind.BAD_REQUEST, detail);
    }

    /** The library's parser, without its storage. */
    private static final class Parts extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {

        Parts() {
            setHeaderCharset(StandardCharsets.UTF_8);
        }

        @Override
        public java.util.Map<String, java.util.List<DiskFileItem>> parseParameterMap(RequestContext request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.util.List<DiskFileItem> parseRequest(RequestContext request) {
            throw new UnsupportedOperationException();
        }
    }

    /** A body that is already in memory. */
    private record Kept(byte[] raw, String contentType) implements RequestContext {

        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return raw.length;
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(raw);
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}
