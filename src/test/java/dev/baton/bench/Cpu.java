package dev.baton.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Processor time by kind of thread, so that a figure can be had that a noisy machine does not move much. */
record Cpu(Map<String, Long> nanos) {

    /** All threads of this process; the rest (compiler, collector) is what the process has used beside them. */
    static Cpu now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Long> sums = new TreeMap<>();
        long known = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            long time = threads.getThreadCpuTime(id);
            if (info != null && time > 0) {
                sums.merge(info.getThreadName().replaceAll("[-# ]?(exec-)?[0-9/].*$", ""), time, Long::sum);
                known += time;
            }
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        sums.put("compiler and collector", system.getProcessCpuTime() - known);
        return new Cpu(sums);
    }

    /** Microseconds a message since then, the greatest first. */
    String since(Cpu before, int messages) {
        StringBuilder text = new StringBuilder("CPU us a message:");
        nanos.entrySet().stream().map(entry -> Map.entry(entry.getKey(), (entry.getValue() - before.nanos.getOrDefault(entry.getKey(), 0L)) / 1000.0 / messages))
                .filter(entry -> entry.getValue() >= 5).sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> text.append(String.format(Locale.ROOT, " %s %.0f", entry.getKey(), entry.getValue())));
        return text.toString();
    }
}
