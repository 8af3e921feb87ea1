package dev.baton.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The faults that wait for the calls they are aimed at. The first that matches is used, for as many calls as it was armed for. */
public final class Faults {

    private static final class Armed {
        final Fault fault;
        final String method;
        final Pattern path;
        final String containing;
        int left;

        Armed(Fault fault, String method, String path, String containing, int left) {
            this.fault = fault;
            this.method = method;
            this.path = Pattern.compile(Pattern.quote(path).replace("*", "\\E.*\\Q"));
            this.containing = containing;
            this.left = left;
        }

        boolean matches(Call call) {
            return (method.equals("*") || method.equals(call.method)) && path.matcher(call.path).matches()
                    && (containing == null || call.text().contains(containing));
        }
    }

    private final List<Armed> armed = new ArrayList<>();
    private CountDownLatch held = new CountDownLatch(1);

    /** Aims at the next calls of this method ("*" for any) and path below the simulator's prefix ("*" stands for any characters). */
    public void next(int calls, String method, String path, Fault fault) {
        next(calls, method, path, null, fault);
    }

    /** The same, only for requests whose body contains this text. */
    public synchronized void next(int calls, String method, String path, String containing, Fault fault) {
        armed.add(new Armed(fault, method, path, containing, calls));
    }

    /** How many calls are still to go wrong. */
    public synchronized int left() {
        return armed.stream().mapToInt(one -> one.left).sum();
    }

    /** Disarms all faults and lets slow answers go. */
    public synchronized void clear() {
        armed.clear();
        release();
    }

    /** Lets all answers go that are held back now. */
    public synchronized void release() {
        held.countDown();
        held = new CountDownLatch(1);
    }

    synchronized Fault take(Call call) {
        for (Iterator<Armed> all = armed.iterator(); all.hasNext();) {
            Armed one = all.next();
            if (one.matches(call)) {
                if (--one.left <= 0) {
                    all.remove();
                }
                return one.fault;
            }
        }
        return null;
    }

    void hold(Fault fault) {
        CountDownLatch latch;
        synchronized (this) {
            latch = held;
        }
        try {
            latch.await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
