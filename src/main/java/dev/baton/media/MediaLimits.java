package dev.baton.media;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What may be fetched, and how long that may take.
 *
 * @param size         most bytes of a file
 * @param types        MIME types that are taken, {@code image/*} for all of a sort; empty for all
 * @param forbidden    MIME types that are not taken all the same
 * @param connect      longest wait for a connection
 * @param read         longest silence in the middle of a file
 * @param whole        longest time for one file, its redirects included
 * @param allowPrivate true where addresses of private networks and of this machine may be fetched from
 */
public record MediaLimits(long size, List<String> types, List<String> forbidden, Duration connect, Duration read, Duration whole, boolean allowPrivate) {

    /** Whether files of that type are taken. */
    boolean takes(String type) {
        return (types.isEmpty() || named(types, type)) && !named(forbidden, type);
    }

    private static boolean named(List<String> types, String type) {
        return types.stream().map(one -> one.strip().toLowerCase(Locale.ROOT)).anyMatch(one -> one.equals("*/*") || one.equals(type)
                || one.endsWith("/*") && type.startsWith(one.substring(0, one.length() - 1)));
    }

    /** The size, for people. */
    String words() {
        return words(size);
    }

    /** So many bytes, for people. */
    static String words(long size) {
        return size >= 1 << 20 ? size / (1 << 20) + " MB" : size >= 1 << 10 ? size / (1 << 10) + " kB" : size + " bytes";
    }
}
