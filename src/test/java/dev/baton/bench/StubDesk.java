package dev.baton.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A desk that answers at once, or after a while, and notes how long each message has taken: the time of sending stands in its text as {@code @<nanoseconds>@}. */
final class StubDesk implements AutoCloseable {

    private static final Pattern SENT = Pattern.compile("@(\\d+)@");
    private final ServerSocket server;
    private final AtomicInteger count = new AtomicInteger();
    private volatile long[] took = new long[0];

    /** {@code millis}: how long it takes for each answer. */
    StubDesk(int millis) throws IOException {
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> {
                    try (Wire wire = new Wire(socket)) {
                        for (byte[] body = wire.request(); body != null; body = wire.request()) {
                            note(body);
                            if (millis > 0) {
                                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                            }
                            wire.answer();
                        }
                    }
                });
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ignored) {
                // The peer or the benchmark has ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void note(byte[] body) {
        Matcher sent = SENT.matcher(new String(body, StandardCharsets.ISO_8859_1));
        if (sent.find()) {
            int n = count.getAndIncrement();
            if (n < took.length) {
                took[n] = System.nanoTime() - Long.parseLong(sent.group(1));
            }
        }
    }

    String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    void expect(int messages) {
        took = new long[messages];
        count.set(0);
    }

    int count() {
        return count.get();
    }

    /** That share of the messages took no longer than so many milliseconds. */
    double millis(double share) {
        long[] sorted = Arrays.copyOf(took, Math.min(count.get(), took.length));
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
