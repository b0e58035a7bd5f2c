package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each Unix-domain datagram in a process of its own. Python's {@code socketserver.ForkingUnixDatagramServer}. */
public class ForkingUnixDatagramServer extends UnixDatagramServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingUnixDatagramServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingUnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ForkingUnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
