package dev.baton.console;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Of a call only the API's own parameters become Camel headers, and of Camel's headers only these reach the answer. */
final class ApiHeaders implements HeaderFilterStrategy {

    private static final Set<String> IN = Set.of("id", "name", "state", "before", "limit", "channel", "cause", "file");
    private static final Set<String> OUT = Set.of("cache-control", "retry-after");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name);
    }
}
