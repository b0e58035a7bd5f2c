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
        String text = ip.getHostAddress();
        int percent = text.indexOf('%');
        return shorten(ip.getAddress()) + (percent < 0 ? "" : text.substring(percent));
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

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
     *
     * @return the address, its host not looked up
     * @throws IllegalArgumentException if the text is neither, or the port is not within 0 to {@value #MAX_PORT}
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        String host = text.substring(0, colon);
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new IllegalArgumentException("'" + text + "': an IPv6 address needs brackets, as in [::1]:50007");
        }
        return InetSocketAddress.createUnresolved(parseHost(host), parsePort(text.substring(colon + 1)));
    }

    /**
     * Reads a host name or an IP address, the latter with or without brackets.
     *
     * @throws IllegalArgumentException if it is empty or its brackets don't match
     */
    public static String parseHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        if (host.isBlank() || host.indexOf('[') >= 0 || host.indexOf(']') >= 0
                || (bracketed && host.indexOf(':') < 0)) {
            throw new IllegalArgumentException("'" + text + "' is not a host name or address");
        }
        return host;
    }

    /**
     * Reads a port number.
     *
     * @throws IllegalArgumentException if it is not a decimal number within 0 to {@value #MAX_PORT}
     */
    public static int parsePort(String text) {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port <= MAX_PORT) {
                return port;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a port number (0 to " + MAX_PORT + ")");
    }
}
