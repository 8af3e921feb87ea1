package dev.baton.bench;

import dev.baton.Baton;
import dev.baton.camel.BareRoute;
import dev.baton.ledger.Ledger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Durable messages a second from webhook to desk, beside the same route without the ledger, in the same run: {@code rounds} rounds, each of the bare
 * route, Baton on H2 and Baton on PostgreSQL, so that what the machine does meanwhile falls on all three. Load, Baton, stub desk and database share
 * this machine. It sends a bounded number of messages over loopback and stops by itself.
 */
public final class Benchmark {

    private static final int SENDERS = Integer.getInteger("senders", 64);
    private static final int MESSAGES = Integer.getInteger("messages", 20_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    /** At most so many rounds to warm up. */
    private static final int WARM = Integer.getInteger("warm", 12);
    /** The compiler is quiet when it is busy for less than this share of the time. */
    private static final double QUIET = 0.15;
    /** So many milliseconds the desk takes for an answer. */
    private static final int DESK = Integer.getInteger("desk", 0);
    private static final int PACE = Integer.getInteger("pace", 300);
    /** What is measured: all three, or those named, for whoever looks at one of them with a profiler. */
    private static final String ONLY = System.getProperty("only", "bare,h2,pg");
    /** Webhooks that were answered 503 and sent again. */
    private static final AtomicInteger REPEATED = new AtomicInteger();
    private static final Path ROUTES = Path.of("src/test/resources/bench");

    private Benchmark() {
    }

    private record Result(double rate, double p50, double p99) {
    }

    public static void main(String[] arguments) {
        int exit = 1;
        try {
            run();
            exit = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(exit);
    }

    private static void run() throws Exception {
        Path data = Files.createTempDirectory("baton-bench");
        try (StubDesk desk = new StubDesk(DESK); EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            ConfigurableApplicationContext h2 = baton(desk, List.of("--baton.data=" + data));
            ConfigurableApplicationContext pg = baton(desk, List.of("--baton.data=" + data, "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                    "--spring.datasource.username=postgres", "--spring.datasource.password=postgres"));
            List<Result> bare = new ArrayList<>();
            List<Result> onH2 = new ArrayList<>();
            List<Result> onPostgres = new ArrayList<>();
            warmUp(h2, pg, desk);
            for (int round = 1; round <= ROUNDS; round++) {
                bare.add(measure(h2, "/bare", desk, "r" + round));
                onH2.add(measure(h2, "/hooks/shop", desk, "r" + round));
                onPostgres.add(measure(pg, "/hooks/shop", desk, "r" + round));
            }
            System.out.printf(Locale.ROOT, "%n%d messages a round over %d conversations, %d rounds, medians; latency at %d messages a second%n", MESSAGES, SENDERS, ROUNDS, PACE);
            print("bare route", bare, bare);
            print("Baton, H2", onH2, bare);
            print("Baton, PostgreSQL", onPostgres, bare);
            long[] commits = h2.getBean(Ledger.class).commits();
            long[] more = pg.getBean(Ledger.class).commits();
            System.out.printf(Locale.ROOT, "commands a commit: H2 %.1f, PostgreSQL %.1f; webhooks answered 503 and repeated: %d%n",
                    1.0 * commits[1] / commits[0], 1.0 * more[1] / more[0], REPEATED.get());
            h2.close();
            pg.close();
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
    }

    /**
     * Until the compiler has next to nothing left to do, as in any server that has run for a few minutes: before that its own work, which has one
     * of two processors for itself, is most of what would be measured.
     */
    private static void warmUp(ConfigurableApplicationContext h2, ConfigurableApplicationContext pg, StubDesk desk) throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        double busy = 1;
        for (int warm = 1; warm <= WARM && busy > QUIET; warm++) {
            long compiled = compiler.getTotalCompilationTime();
            long began = System.nanoTime();
            measure(h2, "/bare", desk, "warm" + warm);
            measure(h2, "/hooks/shop", desk, "warm" + warm);
            measure(pg, "/hooks/shop", desk, "warm" + warm);
            busy = (compiler.getTotalCompilationTime() - compiled) / ((System.nanoTime() - began) / 1e6);
            System.out.printf(Locale.ROOT, "warm%-4d the compiler was busy %.0f %% of the time%n", warm, busy * 100);
        }
    }

    private static void print(String name, List<Result> results, List<Result> bare) {
        System.out.printf(Locale.ROOT, "%-18s %6.0f messages/s  %4.2f of the bare route   p50 %5.1f ms  p99 %6.1f ms%n", name, median(results, 0),
                median(results, 0) / median(bare, 0), median(results, 1), median(results, 2));
    }

    private static double median(List<Result> results, int which) {
        double[] all = results.stream().mapToDouble(one -> which == 0 ? one.rate() : which == 1 ? one.p50() : one.p99()).sorted().toArray();
        return all[all.length / 2];
    }

    private static ConfigurableApplicationContext baton(StubDesk desk, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.tomcat.max-keep-alive-requests=-1", "--spring.main.banner-mode=off", "--baton.routes=" + ROUTES, "--baton.admin.password=x",
                "--channels.shop.token=t", "--channels.shop.desk=desk", "--channels.desk.url=" + desk.url(), "--channels.desk.token=t",
                // Its routes have no samples.
                "--baton.loader.rehearse-first=false"));
        arguments.addAll(more);
        Map<String, byte[]> files = Map.of("shop/webhook-to-events.jslt", Files.readAllBytes(ROUTES.resolve("shop/webhook-to-events.jslt")),
                "agents/event-to-request.jslt", Files.readAllBytes(ROUTES.resolve("agents/event-to-request.jslt")));
        return new SpringApplicationBuilder(Baton.class).initializers(context -> ((GenericApplicationContext) context).registerBean("bare",
                ServletRegistrationBean.class, () -> {
                    try {
                        return new ServletRegistrationBean<>(new BareRoute(files, desk.url()), "/hooks/bare");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })).run(arguments.toArray(String[]::new));
    }

    private static Result measure(ConfigurableApplicationContext baton, String path, StubDesk desk, String round) throws Exception {
        String name = path.equals("/bare") ? "bare" : baton.getEnvironment().getProperty("spring.datasource.url", "").contains("postgres") ? "pg" : "h2";
        if (!ONLY.contains(name)) {
            return new Result(0, 0, 0);
        }
        int port = Integer.parseInt(baton.getEnvironment().getProperty("local.server.port"));
        String to = path.equals("/bare") ? "/hooks/bare" : path;
        if (!path.equals("/bare")) {
            desk.expect(0);
            send(port, to, round, SENDERS, 0, true);
            await(() -> desk.count() >= SENDERS);
        }
        desk.expect(MESSAGES);
        Cpu before = Cpu.now();
        long began = System.nanoTime();
        send(port, to, round, MESSAGES, 0, false);
        await(() -> desk.count() >= MESSAGES);
        double rate = MESSAGES / ((System.nanoTime() - began) / 1e9);
        String spent = Cpu.now().since(before, MESSAGES);
        if (round.startsWith("warm")) {
            System.out.printf(Locale.ROOT, "%-8s %-12s %6.0f messages/s  %s%n", round, name, rate, spent);
            return new Result(rate, 0, 0);
        }
        int paced = PACE * 5;
        desk.expect(paced);
        send(port, to, round + "-paced", paced, PACE, false);
        await(() -> desk.count() >= paced);
        Result result = new Result(rate, desk.millis(0.5), desk.millis(0.99));
        System.out.printf(Locale.ROOT, "%-8s %-12s %6.0f messages/s  p50 %5.1f ms  p99 %6.1f ms  %s%n", round, name, rate, result.p50(), result.p99(), spent);
        return result;
    }

    /** Sends over a connection a sender; {@code pace} is messages a second of all together, 0 for as fast as they are answered. */
    private static void send(int port, String path, String round, int messages, int pace, boolean open) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(SENDERS);
        long began = System.nanoTime();
        for (int sender = 0; sender < SENDERS; sender++) {
            String conversation = round.replace("-paced", "") + "-" + sender;
            int own = sender;
            new Thread(() -> {
                try (Wire wire = new Wire(new Socket(InetAddress.getLoopbackAddress(), port))) {
                    for (int n = open ? own : next.getAndIncrement(); n < messages; n = open ? messages : next.getAndIncrement()) {
                        if (pace > 0) {
                            for (long wait = began + n * 1_000_000_000L / pace - System.nanoTime(); wait > 0; wait = began + n * 1_000_000_000L / pace - System.nanoTime()) {
                                LockSupport.parkNanos(wait);
                            }
                        }
                        long now = pace > 0 ? began + n * 1_000_000_000L / pace : System.nanoTime();
                        String body = "{\"thread\":\"" + conversation + "\",\"id\":\"" + round + "-" + n + "\"," + (open ? "\"open\":true," : "")
                                + "\"text\":\"@" + now + "@ a message of the usual length, as people write them to each other\"}";
                        int status = wire.post(path, "Authorization: t\r\n", body.getBytes(StandardCharsets.UTF_8));
                        for (; status == 503; status = wire.post(path, "Authorization: t\r\n", body.getBytes(StandardCharsets.UTF_8))) {
                            REPEATED.incrementAndGet();
                            LockSupport.parkNanos(100_000_000);
                        }
                        if (status != 200) {
                            throw new IOException("answered " + status);
                        }
                    }
                } catch (Exception e) {
                    failure.set(e);
                } finally {
                    done.countDown();
                }
            }).start();
        }
        done.await(300, TimeUnit.SECONDS);
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static void await(java.util.function.BooleanSupplier until) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("not all messages have arrived in five minutes");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
