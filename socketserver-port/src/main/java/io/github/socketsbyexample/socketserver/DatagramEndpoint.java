package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;

/** Sends datagrams from a server's own socket. Python's {@code socket.sendto}. Safe for use by many threads. */
@FunctionalInterface
public interface DatagramEndpoint {

    /**
     * Sends a datagram from the server's address.
     *
     * @throws IOException if it can't leave: too long, no route. That it arrives is never known.
     */
    void sendTo(byte[] data, SocketAddress address) throws IOException;
}
