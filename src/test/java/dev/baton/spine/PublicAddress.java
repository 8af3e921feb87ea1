package dev.baton.spine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;

/** The way from the world to Baton, which can be closed: then the proxy in front answers 502. */
final class PublicAddress implements AutoCloseable {

    volatile boolean open = true;
    /** Where Baton listens. */
    volatile String baton;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    PublicAddress() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::pass);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baton + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            HttpResponse<byte[]> answer = open ? http.send((type == null ? request : request.header("Content-Type", type)).build(), HttpResponse.BodyHandlers.ofByteArray()) : null;
            byte[] body = answer == null ? new byte[0] : answer.body();
            exchange.sendResponseHeaders(answer == null ? 502 : answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
