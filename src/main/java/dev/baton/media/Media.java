package dev.baton.media;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Delivery;
import dev.baton.event.Json;
import dev.baton.event.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Files, as a channel's doors use them. */
public interface Media {

    /** For rehearsals and tests: addresses stay as they are, and every one of them is a file with nothing in it. */
    Media EXAMPLES = new Media() {
        @Override
        public Ready ready(Delivery delivery, Instant until) {
            return new Ready(Json.json(delivery), List.of(), null);
        }

        @Override
        public Kept kept(String link) {
            String path = link.split("[?#]", 2)[0];
            return new Kept(path.substring(path.lastIndexOf('/') + 1), FileTypes.byName(path), null);
        }
    };

    /**
     * A delivery as the channel's routes may have it.
     *
     * @param delivery with our own links, true names, types and sizes in place of what the event says
     * @param degraded what could not be had and goes as a link to where it was, in words
     * @param notYet   where a file is still awaited: the outcome for now; else null
     */
    record Ready(ObjectNode delivery, List<String> degraded, Outcome notYet) {
    }

    /** A file that is here; {@code path} is null for an example. */
    record Kept(String name, String mimeType, Path path) {
    }

    /** Makes a delivery ready; waits for files that are under way, but never past that time. */
    Ready ready(Delivery delivery, Instant until);

    /** The file behind one of the links that a delivery has; {@link IllegalArgumentException} says why there is none. */
    Kept kept(String link);
}
