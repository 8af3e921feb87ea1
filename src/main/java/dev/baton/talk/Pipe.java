package dev.baton.talk;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** An answer that goes on. Whoever writes never waits for the reader, and no thread belongs to it: what the reader does not take yet is kept here. */
final class Pipe implements WriteListener, AsyncListener {

    private static final int MOST = 256 * 1024;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean open;
    private boolean unflushed;
    private boolean ending;
    private boolean closed;

    /** {@code gone} is called once, when nothing can be written any more. */
    Pipe(AsyncContext context, Runnable gone) throws IOException {
        this.context = context;
        this.gone = gone;
        this.out = (ServletOutputStream) context.getResponse().getOutputStream();
        context.setTimeout(0);
        context.addListener(this);
    }

    void open() {
        out.setWriteListener(this);
    }

    synchronized void write(String text) {
        byte[] chunk = text.getBytes(StandardCharsets.UTF_8);
        if (!closed && !ending) {
            waiting.add(chunk);
            bytes += chunk.length;
            push();
        }
    }

    /** Whether more is kept here than a reader that is well would leave. */
    synchronized boolean isFull() {
        return bytes > MOST;
    }

    /** Ends it, after what is still to be written. */
    synchronized void end() {
        ending = true;
        push();
    }

    /** Ends it at once: the reader is not there, or not well. */
    void cut() {
        close();
    }

    @Override
    public synchronized void onWritePossible() {
        open = true;
        push();
    }

    private void push() {
        try {
            while (open && !closed && out.isReady()) {
                byte[] chunk = waiting.poll();
                if (chunk != null) {
                    out.write(chunk);
                    bytes -= chunk.length;
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    if (ending) {
                        close();
                    }
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            close();
        }
    }

    private synchronized void close() {
        if (!closed) {
            closed = true;
            waiting.clear();
            gone.run();
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // The server has ended it already.
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It has begun once, and does not begin again.
    }
}
