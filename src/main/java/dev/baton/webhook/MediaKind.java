package dev.baton.webhook;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** How a body is to be read, from its declared content type. */
record MediaKind(Form form, Charset charset) {

    enum Form {
        JSON, URLENCODED, MULTIPART
    }

    /** Without a content type it is JSON; what is declared and is no JSON and no form is refused. */
    static MediaKind of(String contentType) throws Refused {
        if (contentType == null || contentType.isBlank()) {
            return new MediaKind(Form.JSON, StandardCharsets.UTF_8);
        }
        MediaType type;
        Charset charset;
        try {
            type = MediaType.parseMediaType(contentType);
            charset = type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
        } catch (IllegalArgumentException e) {
            throw new Refused(Problem.Kind.WRONG_TYPE, "The header Content-Type can't be understood. Send application/json.");
        }
        String name = type.getType() + "/" + type.getSubtype();
        if (name.equals("application/x-www-form-urlencoded")) {
            return new MediaKind(Form.URLENCODED, charset);
        }
        if (name.equals("multipart/form-data")) {
            if (type.getParameter("boundary") == null) {
                throw new Refused(Problem.Kind.BAD_REQUEST, "The header Content-Type names no boundary, so the parts can't be told apart.");
            }
            return new MediaKind(Form.MULTIPART, charset);
        }
        if (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json") || name.equals("text/plain")) {
            return new MediaKind(Form.JSON, charset);
        }
        throw new Refused(Problem.Kind.WRONG_TYPE, "Webhooks come as application/json, application/x-www-form-urlencoded or multipart/form-data.");
    }

    /** The charset that a part declares, or the form's own. */
    static Charset charset(String contentType, Charset otherwise) {
        Charset charset = MediaType.parseMediaType(contentType).getCharset();
        return charset == null ? otherwise : charset;
    }
}
