package dev.baton.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Which addresses may be fetched from. It stands where the HTTP client asks for the addresses of a name, and the client connects to the very ones that
 * were looked at: a name that says one thing to us and another to the client gains nothing.
 */
final class Addresses implements DnsResolver {

    /** An address that nobody outside may have us call. */
    static final class NotAllowed extends UnknownHostException {
        private static final long serialVersionUID = 1;

        NotAllowed(String host) {
            super("'" + host + "' is an address of a private network or of Baton's own machine (baton.media.allow-private)");
        }
    }

    private final DnsResolver names;
    private final Predicate<InetAddress> may;

    /** {@code may} says of an address whether it may be fetched from; of a name's addresses every single one must be. */
    Addresses(DnsResolver names, Predicate<InetAddress> may) {
        this.names = names;
        this.may = may;
    }

    static Addresses of(DnsResolver names, boolean allowPrivate) {
        return new Addresses(names, allowPrivate ? address -> true : Addresses::isPublic);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = names.resolve(host);
        if (!Arrays.stream(found).allMatch(may)) {
            throw new NotAllowed(host);
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }

    /** False for whatever is not plainly somewhere in the public internet. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        return address instanceof Inet6Address ? isPublic6(b) : isPublic4(b[0] & 255, b[1] & 255, b[2] & 255);
    }

    private static boolean isPublic4(int a, int b, int c) {
        return a != 0 && a != 127 && a != 10 && a < 224
                && !(a == 100 && b >= 64 && b < 128)    // between providers and their customers; a cloud's metadata
                && !(a == 169 && b == 254) && !(a == 172 && b >= 16 && b < 32) && !(a == 192 && b == 168)
                && !(a == 192 && b == 0 && (c == 0 || c == 2)) && !(a == 198 && (b == 18 || b == 19)) && !(a == 198 && b == 51 && c == 100)
                && !(a == 203 && b == 0 && c == 113);
    }

    private static boolean isPublic6(byte[] b) {
        int first = (b[0] & 255) << 8 | b[1] & 255;
        int second = (b[2] & 255) << 8 | b[3] & 255;
        // Only 2000::/3 is given out, and in it neither the ways to wrap an IPv4 address (Teredo, 6to4) nor documentation.
        return first >> 13 == 1 && first != 0x2002 && !(first == 0x2001 && (second == 0 || second == 0xdb8));
    }
}
