package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Python's {@code socketserver.ForkingTCPServer}: each request in a process of its own. */
public class ForkingTCPServer extends TCPServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingTCPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingTCPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Python's constructor: see {@link #open(SocketAddress, Supplier, boolean)}. */
    public ForkingTCPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
