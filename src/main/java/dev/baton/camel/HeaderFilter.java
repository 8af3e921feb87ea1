package dev.baton.camel;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** No header crosses between Camel and HTTP but by these lists, in whatever case it is written. */
final class HeaderFilter implements HeaderFilterStrategy {

    private static final Set<String> OUT = Set.of("accept", "accept-language", "if-match", "idempotency-key");
    private static final Set<String> BACK = Set.of("content-type", "etag", "location", "retry-after");

    private final Set<String> more;

    /** {@code more} are the lower-case names that the platform's sheet adds for requests. */
    HeaderFilter(Set<String> more) {
        this.more = more;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        String header = name.toLowerCase(Locale.ROOT);
        return !OUT.contains(header) && !more.contains(header);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !BACK.contains(name.toLowerCase(Locale.ROOT));
    }
}
