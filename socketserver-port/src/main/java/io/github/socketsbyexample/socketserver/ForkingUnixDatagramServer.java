package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Python's {@code socketserver.ForkingUnixDatagramServer}: each request in a process of its own. */
public class ForkingUnixDatagramServer extends UnixDatagramServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingUnixDatagramServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingUnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Python's constructor: see {@link #open(SocketAddress, Supplier, boolean)}. */
    public ForkingUnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
