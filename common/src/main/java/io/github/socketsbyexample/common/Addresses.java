package io.github.socketsbyexample.common;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * Socket addresses as people write them: {@code 127.0.0.1:50007}, {@code [::1]:50007}, a path. Never looks a name up,
 * so nothing here waits.
 */
public final class Addresses {

    /** The largest port number; 0 asks a server's system for any free one. */
    public static final int MAX_PORT = 65_535;

    private static final int IPV6_GROUPS = 8;

    private Addresses() {}

    /**
     * Writes an address for people: {@code HOST:PORT}, IPv6 in brackets and shortened as RFC 5952 asks, a Unix-domain
     * address as its path. A host that was given by name and not yet looked up stays a name.
     */
    public static String format(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> {
                InetAddress ip = inet.getAddress();
                String host = ip == null ? inet.getHostString() : format(ip);
                yield (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
            }
            case UnixDomainSocketAddress unix -> unix.getPath().toString();
            default -> address.toString();
        };
    }

    /** Writes an IP address without a port or brackets: {@code 127.0.0.1}, {@code ::1}, {@code fe80::1%eth0}. */
    public static String format(InetAddress ip) {
        if (!(ip instanceof Inet6Address)) {
            return ip.getHostAddress();
        }
        return ip.getHostAddress().replaceFirst("[^%]+", shorten(ip.getAddress())); // what follows is the scope
    }

    /** RFC 5952, section 4: no leading zeros, the longest run of two or more zero groups (the first of equals) as ::. */
    private static String shorten(byte[] ip) {
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = ((ip[2 * i] & 0xff) << 8) | (ip[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int end = i;
            while (end < IPV6_GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
