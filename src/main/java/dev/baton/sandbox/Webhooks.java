package dev.baton.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** Calls Baton's webhooks: those of one conversation one after the other, those of different conversations side by side. */
public final class Webhooks implements AutoCloseable {

    /**
     * What is posted.
     *
     * @param to where; null for the one place that {@link #target} names
     * @param answered hears the status of the answer (0: none), and says whether it posts that again itself, so that it is not given up yet
     */
    record Post(String conversation, URI to, Map<String, String> headers, byte[] body, IntPredicate answered) {

        Post(String conversation, Map<String, String> headers, byte[] body, IntConsumer answered) {
            this(conversation, null, headers, body, status -> {
                answered.accept(status);
                return false;
            });
        }
    }

    private final String name;
    private final Clock clock;
    private final WireLog log;
    private final WebhookSwitches switches;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, work -> {
        Thread thread = new Thread(work, "simulator-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5))
            .executor(threads).build();
    private final Map<String, ArrayDeque<Post>> queues = new HashMap<>();
    private final Map<String, Post> swapped = new HashMap<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private volatile URI target;
    private volatile String secret = "";
    private volatile boolean closed;

    Webhooks(String name, Clock clock, WireLog log, WebhookSwitches switches) {
        this.switches = switches;
        this.name = name;
        this.clock = clock;
        this.log = log;
    }

    /** Where webhooks go; a secret part of the address is masked in the log. Nothing is sent before this is set. */
    public void target(String url, String secretPart) {
        secret(secretPart);
        target = URI.create(url);
    }

    /** The part of an address that is masked in the log; null for none. */
    void secret(String secretPart) {
        secret = secretPart == null ? "" : secretPart;
    }

    /** Calls that Baton has not answered yet. */
    public synchronized int pending() {
        return queues.values().stream().mapToInt(ArrayDeque::size).sum() + swapped.size();
    }

    /** How many calls were answered 2xx. */
    public int delivered() {
        return delivered.get();
    }

    /** Calls that were given up, each with its last status. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /** Lets the webhooks go that {@link WebhookSwitches#outOfOrder} holds. */
    public synchronized void release() {
        List<Post> held = List.copyOf(swapped.values());
        swapped.clear();
        held.forEach(this::enqueue);
    }

    synchronized void send(Post post) {
        if (post.to() == null && target == null || closed) {
            return;
        }
        Post held = swapped.remove(post.conversation());
        if (held == null && switches.outOfOrder) {
            swapped.put(post.conversation(), post);
            return;
        }
        enqueue(post);
        if (held != null) {
            enqueue(held);
        }
    }

    private void enqueue(Post post) {
        ArrayDeque<Post> queue = queues.computeIfAbsent(post.conversation(), key -> new ArrayDeque<>());
        boolean idle = queue.isEmpty();
        queue.add(post);
        if (switches.duplicates) {
            queue.add(new Post(post.conversation(), post.to(), post.headers(), post.body(), status -> false));
        }
        if (idle) {
            attempt(post, switches.webhookRetries);
        }
    }

    private void attempt(Post post, int left) {
        URI to = post.to() == null ? target : post.to();
        HttpRequest.Builder request = HttpRequest.newBuilder(to).timeout(Duration.ofMillis(switches.webhookTimeoutMillis))
                .POST(HttpRequest.BodyPublishers.ofByteArray(post.body()));
        post.headers().forEach(request::header);
        // Never on the thread that sends, which holds locks.
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).whenCompleteAsync((answer, broken) -> {
            int status = broken == null ? answer.statusCode() : 0;
            String said = broken == null ? answer.body() : String.valueOf(broken.getCause() == null ? broken : broken.getCause());
            log.add(clock.instant(), name, "Baton", "POST", masked(to.getPath()), status, new String(post.body(), StandardCharsets.UTF_8), said, List.of());
            boolean fine = status >= 200 && status < 300;
            if (!fine && left > 0 && !closed) {
                CompletableFuture.delayedExecutor(switches.webhookRetryMillis, TimeUnit.MILLISECONDS, threads).execute(() -> attempt(post, left - 1));
                return;
            }
            try {
                if (fine) {
                    delivered.incrementAndGet();
                }
                if (!post.answered().test(status) && !fine) {
                    refused.add(status + " " + new String(post.body(), StandardCharsets.UTF_8));
                }
            } finally {
                next(post.conversation());
            }
        }, threads);
    }

    private synchronized void next(String conversation) {
        ArrayDeque<Post> queue = queues.get(conversation);
        queue.remove();
        if (queue.isEmpty()) {
            queues.remove(conversation);
        } else if (!closed) {
            attempt(queue.peek(), switches.webhookRetries);
        }
    }

    /** A text without the secret part of the webhook's address. */
    String masked(String text) {
        return secret.isEmpty() ? text : text.replace("/" + secret, "/•••");
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
