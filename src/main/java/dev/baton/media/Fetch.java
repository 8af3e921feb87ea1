package dev.baton.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/** Fetches one file over HTTP, within the limits, into a draft. Nothing of it stays in memory. */
final class Fetch implements AutoCloseable {

    /** So many times an address may lead to another one. */
    private static final int REDIRECTS = 5;
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    /** What came: the draft, and what is known of it. */
    record Got(Path draft, long size, String said, String disposition, URI from, byte[] head) {
    }

    private final MediaLimits limits;
    private final MediaFolder folder;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService ends = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "media-ends");
        thread.setDaemon(true);
        return thread;
    });

    Fetch(MediaLimits limits, MediaFolder folder, Addresses addresses, int connections) {
        this.limits = limits;
        this.folder = folder;
        Timeout connect = Timeout.of(limits.connect());
        Timeout read = Timeout.of(limits.read());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(addresses)
                        .setMaxConnTotal(connections).setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(connect).setSocketTimeout(read).build()).build())
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(connect).setResponseTimeout(read).build())
                // A connection is for one file: what was not read of an answer is not waited for.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling().disableCookieManagement().disableAutomaticRetries().disableAuthCaching().setUserAgent("Baton").build();
    }

    /** The file at that address; the channel's own host sees the channel's authorization, nobody else does. */
    Got fetch(String url, OwnHost own) throws NotFetched {
        AtomicReference<HttpGet> now = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        ScheduledFuture<?> end = ends.schedule(() -> {
            over.set(true);
            HttpGet request = now.get();
            if (request != null) {
                request.cancel();
            }
        }, limits.whole().toMillis(), TimeUnit.MILLISECONDS);
        URI at = uri(url, null);
        try {
            boolean authorized = own.authorization() != null;
            for (int step = 0; step <= REDIRECTS + 1; step++) {
                HttpGet request = new HttpGet(at);
                now.set(request);
                if (over.get()) {
                    throw new NotFetched("it took longer than " + limits.whole().toSeconds() + " s", false);
                }
                boolean shown = authorized && own.isAt(at);
                if (shown) {
                    request.setHeader("Authorization", own.authorization());
                }
                ClassicHttpResponse answer = client.executeOpen(null, request, null);
                try {
                    int status = answer.getCode();
                    if (status >= 300 && status < 400 && answer.getFirstHeader("Location") != null) {
                        request.cancel();
                        at = uri(answer.getFirstHeader("Location").getValue(), at);
                    } else if (shown && (status == 400 || status == 401 || status == 403)) {
                        // A signed address needs no login, and some servers do not take both.
                        request.cancel();
                        authorized = false;
                    } else {
                        return read(answer, request, at);
                    }
                } finally {
                    quietly(answer);
                }
            }
            throw new NotFetched("its address leads from one to another without an end", true);
        } catch (Addresses.NotAllowed e) {
            throw new NotFetched("Baton does not fetch from there: " + e.getMessage(), true);
        } catch (MediaFolder.NoRoom e) {
            throw new NotFetched(e.getMessage(), false);
        } catch (IOException | RuntimeException e) {
            throw new NotFetched(over.get() ? "it took longer than " + limits.whole().toSeconds() + " s" : words(e, at), e instanceof RuntimeException);
        } finally {
            end.cancel(false);
        }
    }

    private Got read(ClassicHttpResponse answer, HttpGet request, URI from) throws NotFetched, IOException {
        int status = answer.getCode();
        if (status < 200 || status >= 300 || status == 204) {
            request.cancel();
            throw new NotFetched(switch (status) {
                case 401, 403 -> "its server does not give it to us (" + status + ")";
                case 404, 410 -> "it is not there any more (" + status + ")";
                default -> "its server answered " + status;
            }, status < 500 && !LATER.contains(status));
        }
        HttpEntity entity = answer.getEntity();
        if (entity != null && entity.getContentLength() > limits.size()) {
            request.cancel();
            throw tooLarge();
        }
        Path draft;
        try {
            draft = folder.draftWhereThereIsRoom();
        } catch (IOException e) {
            request.cancel();
            throw e;
        }
        byte[] head = new byte[FileTypes.HEAD];
        boolean whole = false;
        // Closing the answer's stream reads what is left of it: where that is not wanted, the connection goes first.
        InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
        try {
            long size = MediaFolder.write(in, draft, head, limits.size());
            if (size < 0) {
                throw tooLarge();
            }
            whole = true;
            in.close();
            return new Got(draft, size, value(answer, "Content-Type"), value(answer, "Content-Disposition"), from, Arrays.copyOf(head, (int) Math.min(head.length, size)));
        } finally {
            if (!whole) {
                request.cancel();
                MediaFolder.delete(draft);
            }
        }
    }

    /** What was not wanted of an answer need not end well. */
    private static void quietly(ClassicHttpResponse answer) {
        try {
            answer.close();
        } catch (IOException ignored) {
            // Its connection was cut, by us most often.
        }
    }

    private NotFetched tooLarge() {
        return new NotFetched("it is larger than " + limits.words(), true);
    }

    private static String value(ClassicHttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** Signs that have no place in an address are written as such an address would have them. */
    private static URI uri(String written, URI base) throws NotFetched {
        try {
            StringBuilder clean = new StringBuilder();
            for (char c : written.strip().toCharArray()) {
                clean.append(c <= ' ' || "\"<>\\^`{|}".indexOf(c) >= 0 ? String.format("%%%02X", (int) c) : c);
            }
            URI uri = base == null ? new URI(clean.toString()) : base.resolve(new URI(clean.toString()));
            uri = new URI(uri.toASCIIString());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            // It is said below.
        }
        throw new NotFetched("its address is no web address", true);
    }

    private static String words(Exception e, URI at) {
        String host = at.getHost();
        if (e instanceof UnknownHostException) {
            return "nobody knows its server '" + host + "'";
        }
        if (e instanceof SocketTimeoutException || e instanceof java.net.ConnectException) {
            return "its server " + host + " does not answer";
        }
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "fetching it from " + host + " broke off: " + words;
    }

    @Override
    public void close() {
        ends.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
