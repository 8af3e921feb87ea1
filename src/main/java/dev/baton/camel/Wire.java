package dev.baton.camel;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** What stands in for the network in a rehearsal: everything of the real HTTP component runs, but no socket is opened. */
public interface Wire {

    /**
     * The answer to a request.
     *
     * @param body of the request, or null
     * @throws IOException where the line breaks; {@link java.net.ConnectException} for one that never was
     */
    ClassicHttpResponse answer(ClassicHttpRequest request, byte[] body) throws IOException;

    /** Where it is noted what routes and mappings do; null where nobody wants to know. */
    default Coverage coverage() {
        return null;
    }
}
