package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** Reads what a request brings: JSON, or multipart with bracket names and files. */
final class DeskieBodies {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int FILE_LIMIT = 25 * 1024 * 1024;
    private static final int TOTAL_LIMIT = 2 * FILE_LIMIT;

    private final DeskieAccount account;

    DeskieBodies(DeskieAccount account) {
        this.account = account;
    }

    /** The object inside the wrapper ({@code case}, {@code message}...), with no fields but these. */
    ObjectNode read(Call call, String wrapper, Set<String> known) {
        JsonNode body = body(call);
        if (!body.path(wrapper).isObject()) {
            call.wrong("no object " + wrapper);
            throw new DeskieError(400, wrapper + "_required");
        }
        body.fieldNames().forEachRemaining(field -> {
            if (!field.equals(wrapper)) {
                call.wrong("unknown field " + field + " next to " + wrapper);
            }
        });
        ObjectNode object = (ObjectNode) body.get(wrapper);
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                call.wrong("unknown parameter " + wrapper + "." + field);
            }
        });
        return object;
    }

    /** The files and links of a case or message. */
    ArrayNode attachments(ObjectNode object, Call call) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (JsonNode file : object.path("attachments")) {
            if (file.has("file_id") && !call.contentType().equals("application/json")) {
                all.add(file);
            } else {
                call.wrong("attachments are files of a multipart request, links go into attachment_urls");
                throw new DeskieError(400, "wrong_attachments");
            }
        }
        JsonNode urls = object.path("attachment_urls");
        if (!urls.isMissingNode() && !urls.isNull() && !urls.isArray()) {
            call.wrong("attachment_urls is no array");
        }
        for (JsonNode url : urls) {
            if (!url.asText().matches("https?://\\S+")) {
                call.wrong("attachment_urls has something that is no link: " + url);
                throw new DeskieError(400, "wrong_attachment_url");
            }
            all.add(account.switches.fetchLinks ? fetched(url.asText(), call) : account.link(url.asText()));
        }
        return all;
    }

    /** The file behind a link, within the limits that hold for every file. */
    private ObjectNode fetched(String url, Call call) {
        try {
            HttpResponse<byte[]> answer = HTTP.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200 && answer.body().length <= FILE_LIMIT) {
                return account.store(url.replaceAll("[?#].*", "").replaceAll(".*/", ""), answer.headers().firstValue("Content-Type").orElse(null), answer.body());
            }
            call.wrong("attachment_urls: " + url + " answers " + answer.statusCode() + " with " + answer.body().length + " bytes");
        } catch (IOException e) {
            call.wrong("attachment_urls: " + url + " can't be fetched: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new DeskieError(400, "wrong_attachment_url");
    }

    private JsonNode body(Call call) {
        try {
            if (call.contentType().equals("application/json")) {
                return Json.read(call.body);
            }
            if (call.contentType().equals("multipart/form-data")) {
                return multipart(call);
            }
        } catch (IOException e) {
            call.wrong("malformed body: " + e.getMessage().lines().findFirst().orElse(""));
            throw new DeskieError(400, "wrong_format");
        }
        call.wrong("Content-Type is " + call.header("Content-Type") + ", neither application/json nor multipart/form-data");
        throw new DeskieError(400, "wrong_content_type");
    }

    private JsonNode multipart(Call call) throws IOException {
        ObjectNode root = Json.object();
        long total = 0;
        for (Multipart part : Multipart.read(call.header("Content-Type"), call.body)) {
            if (part.fileName() == null) {
                Json.unflatten(root, part.name(), TextNode.valueOf(part.text()));
                continue;
            }
            total += part.bytes().length;
            if (part.bytes().length > FILE_LIMIT || total > TOTAL_LIMIT) {
                call.wrong("files are larger than 25 MB each or 50 MB together");
                throw new DeskieError(400, "file_too_large");
            }
            if (part.contentType() == null) {
                call.wrong("file " + part.fileName() + " without Content-Type");
            }
            Json.unflatten(root, part.name(), account.store(part.fileName(), part.contentType(), part.bytes()));
        }
        return Json.lists(root);
    }
}
