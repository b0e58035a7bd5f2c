package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Tells which datagrams a server must not answer. Nobody vouches for a datagram's sender: if somebody writes another
 * server's address there, the two answer each other's answers, for ever (CERT advisory CA-1996-01, of echo and chargen).
 * Knows no sockets.
 */
final class LoopGuard {

    private static final int FIRST_CLIENT_PORT = 1024; // below are servers: echo is 7, chargen 19 (RFC 6335)

    /** How every answer of {@link AddressServer} begins; one of {@link HelloServer} may be a question as well. */
    private static final String ANSWER = "Hello ('";

    private LoopGuard() {}

    /**
     * Returns whether a datagram comes from where servers are, or is an answer itself. The server's own port is a server
     * on this machine, and most likely one of the same kind on any other.
     */
    static boolean refuses(SocketAddress sender, SocketAddress server, byte[] datagram) {
        int port = ((InetSocketAddress) sender).getPort();
        return port < FIRST_CLIENT_PORT
                || port == ((InetSocketAddress) server).getPort()
                || new String(datagram, US_ASCII).startsWith(ANSWER);
    }
}
