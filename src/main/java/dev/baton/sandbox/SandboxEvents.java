package dev.baton.sandbox;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells open sandbox pages what happens: each request on the wire, and that a chat or a case has changed. */
@Component
@Profile("sandbox")
class SandboxEvents {

    private final List<SseEmitter> pages = new CopyOnWriteArrayList<>();
    /** One thread keeps the order; a page that can't keep up loses the oldest. */
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(2000), work -> {
        Thread thread = new Thread(work, "sandbox-events");
        thread.setDaemon(true);
        return thread;
    }, new ThreadPoolExecutor.DiscardOldestPolicy());
    private volatile boolean closed;

    SandboxEvents(WireLog log, SandboxPlatforms platforms) {
        log.subscribe(entry -> tell("wire", () -> Json.tree(entry).toString()));
        platforms.bots().values().forEach(bot -> bot.watch(customer -> tell("chat", () -> customer)));
        platforms.desks().values().forEach(desk -> desk.watch(what -> tell("case", () -> what)));
        platforms.chat2desks().values().forEach(account -> account.watch(what -> tell("dialog", () -> what)));
        platforms.ownBots().values().forEach(bot -> bot.watch(conversation -> tell("bot", () -> conversation)));
    }

    /** A page that has been opened. */
    SseEmitter open() {
        SseEmitter page = new SseEmitter(0L);
        page.onCompletion(() -> pages.remove(page));
        page.onError(gone -> pages.remove(page));
        pages.add(page);
        if (closed) {
            page.complete();
        } else {
            teller.execute(() -> send(page, "hello", "1"));
        }
        return page;
    }

    /** Before the web server's graceful shutdown, which would wait for open pages. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        pages.forEach(SseEmitter::complete);
    }

    @PreDestroy
    void stop() {
        teller.shutdownNow();
    }

    private void tell(String name, Supplier<String> data) {
        if (!pages.isEmpty() && !closed) {
            teller.execute(() -> {
                String text = data.get();
                pages.forEach(page -> send(page, name, text));
            });
        }
    }

    private void send(SseEmitter page, String name, String data) {
        try {
            page.send(SseEmitter.event().name(name).data(data));
        } catch (IOException | IllegalStateException gone) {
            pages.remove(page);
        }
    }
}
