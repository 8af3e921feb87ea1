package dev.baton.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** One HTTP server for several simulators, each below a prefix of its own. */
public final class SimulatorServer implements AutoCloseable {

    static {
        // Read once, when the JDK's server is first used: without it small answers wait for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private final HttpServer server;
    private final String host;
    private final ExecutorService threads;
    private final List<Simulator> simulators = new ArrayList<>();

    /** Listens on this port of the loopback address; port 0 takes a free one. */
    public SimulatorServer(int port) {
        this("localhost", port);
    }

    /** Listens on this port of this address. */
    public SimulatorServer(String host, int port) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "simulator-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            this.host = host;
            InetAddress address = host.equals("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            server = HttpServer.create(new InetSocketAddress(address, port), 1024);
        } catch (IOException e) {
            threads.shutdown();
            throw new UncheckedIOException("The simulated platforms can't listen on port " + port + " (" + e.getMessage()
                    + "). Free the port, or choose another with baton.sandbox.port.", e);
        }
        server.setExecutor(threads);
        server.start();
    }

    /** Serves a simulator below a prefix such as {@code /blip}. */
    public <S extends Simulator> S mount(String prefix, S simulator) {
        simulator.mounted(url() + prefix);
        simulators.add(simulator);
        server.createContext(prefix, exchange -> serve(exchange, prefix, simulator));
        return simulator;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Such as {@code http://localhost:8090}; a simulator's base is this and its prefix. */
    public String url() {
        return "http://" + host + ":" + port();
    }

    @Override
    public void close() {
        simulators.forEach(Simulator::close);
        server.stop(0);
        threads.shutdownNow();
    }

    private static void serve(HttpExchange exchange, String prefix, Simulator simulator) throws IOException {
        try (exchange) {
            Call call = Call.of(exchange, prefix);
            // The JDK's server matches "/blip" to "/blipper" too.
            Answer answer = call.path.isEmpty() || call.path.startsWith("/") ? simulator.answer(call) : Answer.empty(404);
            if (answer.status() == 0) {
                // Closed without an answer: the client sees the connection cut.
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }
}
