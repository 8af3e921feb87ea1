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
    private long taken;
    private long takenBefore;
    private long since;
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

    synchronized int kept() {
        return bytes;
    }

    /** Whether something has waited here for so long, and the reader has taken nothing of it: it is not there, or not well. To be asked now and then. */
    synchronized boolean isStuck(long now, long millis) {
        if (waiting.isEmpty() || taken != takenBefore || since == 0) {
            takenBefore = taken;
            since = now;
        }
        return now - since > millis;
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
                    taken++;
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
            bytes = 0;
            gone.run();
            complete();
        }
    }

    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The server has ended it already.
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
        // The error has taken back that it is complete; the server would render its error page into the stream, and log that this failed.
        complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It has begun once, and does not begin again.
    }
}
