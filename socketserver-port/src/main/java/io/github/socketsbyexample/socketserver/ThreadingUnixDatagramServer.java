package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each Unix-domain datagram in a thread of its own. Python's {@code socketserver.ThreadingUnixDatagramServer}. */
public class ThreadingUnixDatagramServer extends UnixDatagramServer implements ThreadingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUnixDatagramServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ThreadingUnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
