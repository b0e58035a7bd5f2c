package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Python's {@code socketserver.ForkingUDPServer}: each request in a process of its own. */
public class ForkingUDPServer extends UDPServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingUDPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Python's constructor: see {@link #open(SocketAddress, Supplier, boolean)}. */
    public ForkingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
