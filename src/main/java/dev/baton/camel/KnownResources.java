package dev.baton.camel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/**
 * Camel's own descriptions of its parts, looked up once in the life of the program: each context asks for a hundred of them, most of which are not
 * there, and a look through all jars for each was a third of the time that a channel took to build.
 */
final class KnownResources extends DefaultClassResolver {

    private static final String CAMELS_OWN = "META-INF/services/org/apache/camel/";
    private static final Map<String, Optional<byte[]>> KNOWN = new ConcurrentHashMap<>();

    KnownResources(CamelContext context) {
        super(context);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        if (!uri.startsWith(CAMELS_OWN)) {
            return super.loadResourceAsStream(uri);
        }
        return KNOWN.computeIfAbsent(uri, this::read).map(ByteArrayInputStream::new).orElse(null);
    }

    private Optional<byte[]> read(String uri) {
        try (InputStream found = super.loadResourceAsStream(uri)) {
            return found == null ? Optional.empty() : Optional.of(found.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
