package dev.baton.media;

import java.net.URI;

/**
 * The host of a channel's own platform, and what it wants to see: nobody else may see that.
 *
 * @param url           the address of the platform's API, or null
 * @param authorization value of that header, or null
 */
public record OwnHost(String url, String authorization) {

    /** Whether that address is at the very same scheme, host and port. */
    public boolean isAt(URI to) {
        if (url == null || url.isBlank() || to == null || to.getHost() == null) {
            return false;
        }
        URI own = URI.create(url);
        return own.getHost() != null && own.getHost().equalsIgnoreCase(to.getHost()) && port(own) == port(to) && own.getScheme().equalsIgnoreCase(to.getScheme());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
