package dev.baton.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.baton.Baton;
import dev.baton.deploy.Channel;
import dev.baton.deploy.LiveChannels;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * What routes that are edited while Baton runs do to it. Three parts, {@code -Dwhat=edits,saves,swaps}: a thousand edits in bursts under load, where
 * every message and every answer is counted; a hundred saves of a channel that comes with Baton, and how long each took to be live; a thousand swaps, and
 * what they leave behind. Bounded, on loopback, ends by itself; exit code 1 where something was found.
 */
public final class Edits {

    private static final String WHAT = System.getProperty("what", "edits,saves,swaps");
    private static final int EDITS = Integer.getInteger("edits", 1_000);
    private static final int SAVES = Integer.getInteger("saves", 100);
    private static final int SWAPS = Integer.getInteger("swaps", 1_000);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Path ROUTES = Path.of("src/test/resources/edits");
    private static final List<String> SHOPS = List.of("shop-a", "shop-b");

    private Edits() {
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("seed " + SEED);
        List<String> found = new ArrayList<>();
        Path scratch = Files.createTempDirectory("baton-edits");
        try {
            if (WHAT.contains("edits")) {
                edits(scratch.resolve("edits"), found);
            }
            if (WHAT.contains("saves")) {
                saves(scratch.resolve("saves"), found);
            }
            if (WHAT.contains("swaps")) {
                swaps(scratch.resolve("swaps"), found);
            }
        } catch (Exception e) {
            e.printStackTrace();
            found.add(e.toString());
        } finally {
            FileSystemUtils.deleteRecursively(scratch);
        }
        System.out.println(found.isEmpty() ? "nothing was found" : "FOUND:\n" + String.join("\n", found));
        System.exit(found.isEmpty() ? 0 : 1);
    }

    private static void edits(Path scratch, List<String> found) throws Exception {
        Random random = new Random(SEED);
        EditedRoutes routes = new EditedRoutes(ROUTES, scratch.resolve("routes"), random);
        try (Talk talk = new Talk(200, Duration.ofSeconds(20));
                ConfigurableApplicationContext baton = baton(scratch, settings(talk.url()), "--baton.http.response=30s", "--baton.ledger.lease=180s")) {
            LiveChannels live = baton.getBean(LiveChannels.class);
            Set<String> seen = new ConcurrentSkipListSet<>();
            Set<String> wrong = new ConcurrentSkipListSet<>();
            Thread watch = watch(live, routes, seen, wrong);
            Map<String, Long> stalls = new ConcurrentHashMap<>();
            Thread stalled = stalls(stalls);
            talk.begin(port(baton), SHOPS, 10, Duration.ofMillis(100));
            long began = System.nanoTime();
            for (int done = 0; done < EDITS;) {
                for (int burst = 1 + random.nextInt(10); burst > 0 && done < EDITS; burst--, done++) {
                    routes.edit();
                    Talk.pause(Duration.ofMillis(random.nextInt(60)));
                }
                Talk.pause(Duration.ofMillis(random.nextInt(1200)));
            }
            routes.mend();
            boolean all = await(Duration.ofSeconds(20), () -> routes.channels.stream().allMatch(name -> routes.version(name).equals(live.find(name).version().hash())));
            long took = System.nanoTime() - began;
            talk.end(Duration.ofSeconds(180));
            watch.interrupt();
            watch.join();
            stalled.interrupt();
            stalled.join();
            if (!all) {
                routes.channels.forEach(name -> found.add("in the end " + name + " runs " + live.find(name).version().hash() + " (" + live.find(name).reason() + "), the folder has " + routes.version(name)));
            }
            found.addAll(wrong);
            found.addAll(talk.findings());
            JdbcClient sql = JdbcClient.create(baton.getBean(javax.sql.DataSource.class));
            await(Duration.ofSeconds(10), () -> sql.sql("select count(*) from delivery where state <> 'done'").query(Integer.class).single() == 0);
            Map<String, Integer> ledger = new TreeMap<>();
            for (String count : List.of("dead_letter", "attempt where outcome = 'unknown'", "delivery where state <> 'done'", "parked")) {
                ledger.put(count, sql.sql("select count(*) from " + count).query(Integer.class).single());
            }
            ledger.forEach((what, count) -> {
                if (count > 0) {
                    found.add(count + " x " + what);
                }
            });
            System.out.printf(Locale.ROOT, "%d edits in %d s: %s%n", EDITS, took / 1_000_000_000, routes.made);
            stalls.forEach((where, millis) -> System.out.println("the writer stood for " + millis + " ms at " + where));
            System.out.printf(Locale.ROOT, "%d versions went live; %d messages, %d calls of 20 s; webhooks' answers %s; %s%n", seen.size(), talk.messages(), talk.slowCalls.get(), talk.answers, ledger);
        }
    }

    /** Looks all the time at what runs: always something, and never a version that was not whole. */
    private static Thread watch(LiveChannels live, EditedRoutes routes, Set<String> seen, Set<String> wrong) {
        Thread watch = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                for (String name : routes.channels) {
                    Channel channel = live.find(name);
                    if (channel == null || channel.version() == null) {
                        wrong.add(name + " did not run: " + channel);
                    } else if (!routes.wasGood(name, channel.version().hash())) {
                        wrong.add(name + " ran a version that was never whole: " + channel.version().hash());
                    } else {
                        seen.add(name + " " + channel.version().hash());
                    }
                }
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        });
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    /** Where the ledger's writer stands for more than half a second with something to do, and for how long. */
    private static Thread stalls(Map<String, Long> stalls) {
        Thread stalled = new Thread(() -> {
            Thread writer = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("ledger-writer")).findFirst().orElseThrow();
            String last = "";
            long since = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                String now = Arrays.stream(writer.getStackTrace()).limit(12).map(String::valueOf).collect(Collectors.joining(" < "));
                if (!now.equals(last) || now.contains("LinkedBlockingQueue.poll")) {
                    since = System.nanoTime();
                    last = now;
                } else if (System.nanoTime() - since > 500_000_000) {
                    stalls.merge(now, (System.nanoTime() - since) / 1_000_000, Math::max);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        });
        stalled.setDaemon(true);
        stalled.start();
        return stalled;
    }

    private static void saves(Path scratch, List<String> found) throws Exception {
        EditedRoutes routes = new EditedRoutes(Path.of("routes"), scratch.resolve("routes"), new Random(SEED));
        String channel = System.getProperty("channel", "acme-blip");
        try (ConfigurableApplicationContext baton = baton(scratch, List.of("--spring.profiles.active=sandbox", "--baton.sandbox.port=0"))) {
            LiveChannels live = baton.getBean(LiveChannels.class);
            String shared = live.find(channel).version().sheet().folder() + "/platform.yaml";
            time("a channel's own file", routes, channel, channel + ".camel.yaml", live, SAVES, found);
            time("a file that two channels share", routes, channel, shared, live, SAVES / 5, found);
        }
    }

    private static void time(String what, EditedRoutes routes, String channel, String file, LiveChannels live, int saves, List<String> found) throws IOException {
        long[] took = new long[saves];
        for (int i = 0; i < saves; i++) {
            routes.save(file, "good");
            String version = routes.version(channel);
            long began = System.nanoTime();
            if (!await(Duration.ofSeconds(60), () -> live.find(channel).version().hash().equals(version))) {
                found.add(what + ": the save " + i + " was not live after a minute");
                return;
            }
            took[i] = (System.nanoTime() - began) / 1_000_000;
        }
        long first = took[0];
        Arrays.sort(took);
        System.out.printf(Locale.ROOT, "%d saves of %s (%s): live after %d ms (p50), %d ms (p95), %d ms (longest); the first %d ms%n", saves, what, file, took[saves / 2],
                took[(int) Math.ceil(saves * 0.95) - 1], took[saves - 1], first);
        if (took[(int) Math.ceil(saves * 0.95) - 1] > 2_000) {
            found.add(what + ": p95 is over 2 s");
        }
    }

    private static void swaps(Path scratch, List<String> found) throws Exception {
        EditedRoutes routes = new EditedRoutes(ROUTES, scratch.resolve("routes"), new Random(SEED));
        try (Talk talk = new Talk(0, Duration.ZERO); ConfigurableApplicationContext baton = baton(scratch, settings(talk.url()), "--baton.loader.quiet=10ms")) {
            LiveChannels live = baton.getBean(LiveChannels.class);
            Left early = null;
            int done = 0;
            for (int i = 0; done < SWAPS; i++) {
                String channel = routes.channels.get(i % routes.channels.size());
                routes.save(channel + ".camel.yaml", "good");
                String version = routes.version(channel);
                if (!await(Duration.ofSeconds(30), () -> live.find(channel).version().hash().equals(version))) {
                    found.add("swap " + done + " was not live after 30 s");
                    return;
                }
                if (++done == 10) {
                    early = Left.behind(baton);
                    System.out.println("after 10 swaps: " + early);
                }
            }
            Left late = Left.behind(baton);
            System.out.println("after " + done + " swaps: " + late);
            if (early != null && (late.heap - early.heap > 5L << 20 || late.threads != early.threads || !late.meters.equals(early.meters))) {
                late.meters.removeAll(early.meters);
                found.add("swaps leave something behind, new meters: " + late.meters);
            }
        }
    }

    private record Left(long heap, int threads, Set<String> meters, Set<String> names) {

        /** After a collection, when what is being stopped has ended. */
        static Left behind(ConfigurableApplicationContext baton) {
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                Talk.pause(Duration.ofSeconds(1));
                System.gc();
                heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            Set<String> names = new TreeSet<>();
            Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName().replaceAll("\\d+", "#")));
            return new Left(heap, ManagementFactory.getThreadMXBean().getThreadCount(), meters(baton.getBean(MeterRegistry.class)), names);
        }

        /** Those of the collector come when it first collects for another cause. */
        private static Set<String> meters(MeterRegistry registry) {
            Set<String> meters = new TreeSet<>();
            registry.getMeters().stream().map(meter -> meter.getId()).filter(id -> !id.getName().startsWith("jvm.gc.")).forEach(id -> meters.add(id.getName() + id.getTags()));
            return meters;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "heap %.1f MB, %d threads, %d meters %s", heap / 1048576.0, threads, meters.size(), names);
        }
    }

    private static List<String> settings(String url) {
        List<String> settings = new ArrayList<>(List.of("--channels.desk.url=" + url + "/desk", "--channels.desk.token=t"));
        for (String shop : SHOPS) {
            settings.addAll(List.of("--channels." + shop + ".url=" + url + "/shop", "--channels." + shop + ".token=t", "--channels." + shop + ".desk=desk"));
        }
        return settings;
    }

    private static ConfigurableApplicationContext baton(Path scratch, List<String> settings, String... more) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off", "--baton.routes=" + scratch.resolve("routes"),
                "--baton.data=" + scratch.resolve("data"), "--baton.admin.password=x", "--baton.loader.rehearse-first=false"));
        all.addAll(settings);
        all.addAll(List.of(more));
        ConfigurableApplicationContext baton = new SpringApplicationBuilder(Baton.class).run(all.toArray(String[]::new));
        // Refusals are what is made here by the hundred.
        ((Logger) LoggerFactory.getLogger("dev.baton.deploy")).setLevel(Boolean.getBoolean("loud") ? Level.INFO : Level.ERROR);
        return baton;
    }

    private static int port(ConfigurableApplicationContext baton) {
        return Integer.parseInt(baton.getEnvironment().getProperty("local.server.port"));
    }

    private static boolean await(Duration most, BooleanSupplier until) {
        long end = System.nanoTime() + most.toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return true;
    }
}
