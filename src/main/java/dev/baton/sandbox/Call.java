package dev.baton.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One HTTP request to a simulator, with the path below the simulator's own prefix (still encoded), and what was wrong with it. */
final class Call {

    /** What a plain HTTP client sends; every other header has leaked from somewhere. */
    private static final Set<String> PLAIN = Set.of("host", "connection", "keep-alive", "user-agent", "accept", "accept-encoding", "accept-charset",
            "accept-language", "content-type", "content-length", "transfer-encoding", "authorization", "upgrade", "http2-settings", "expect", "te");

    final String method;
    final String path;
    final String rawQuery;
    final Map<String, List<String>> query;
    final Map<String, List<String>> headers;
    final byte[] body;
    final List<String> wrong = new ArrayList<>();

    Call(String method, String path, String rawQuery, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.rawQuery = rawQuery;
        this.query = query(rawQuery);
        this.headers = headers;
        this.body = body;
    }

    static Call of(HttpExchange exchange, String prefix) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        return new Call(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath().substring(prefix.length()),
                exchange.getRequestURI().getRawQuery(), headers, exchange.getRequestBody().readAllBytes());
    }

    /** First value of a header, or null. */
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** First value of a query parameter, or null. */
    String parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** All values of a parameter given as {@code name=..} or {@code name[]=..}. */
    List<String> parameters(String name) {
        List<String> all = new ArrayList<>(query.getOrDefault(name, List.of()));
        query.forEach((key, values) -> {
            if (key.startsWith(name + "[")) {
                all.addAll(values);
            }
        });
        return all;
    }

    /** The MIME type of the body without its parameters, lower case; "" if none is named. */
    String contentType() {
        String value = header("Content-Type");
        return value == null ? "" : value.split(";")[0].trim().toLowerCase(Locale.ROOT);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Notes that the request breaks what the platform's description says. */
    void wrong(String what) {
        wrong.add(what);
    }

    /** Notes headers that no platform asked for ({@code known}, in lower case, are wanted too), and headers given twice. */
    void checkHeaders(String... known) {
        headers.forEach((name, values) -> {
            if (!PLAIN.contains(name.toLowerCase(Locale.ROOT)) && !List.of(known).contains(name.toLowerCase(Locale.ROOT))) {
                wrong("unexpected header " + name);
            } else if (values.size() > 1) {
                wrong("header " + name + " " + values.size() + " times");
            }
        });
    }

    /** Notes query parameters other than these ({@code name[]} counts as name). */
    void checkQuery(Set<String> known) {
        for (String name : query.keySet()) {
            if (!known.contains(name.replaceAll("\\[.*", ""))) {
                wrong("unknown query parameter " + name);
            }
        }
    }

    static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                query.computeIfAbsent(name, key -> new ArrayList<>()).add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    /** Percent-decodes once; a plus stays a plus. */
    static String percent(String text) {
        return decode(text.replace("+", "%2B"));
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public String toString() {
        return method + " " + path + (rawQuery == null ? "" : "?" + rawQuery);
    }
}
