package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Python's {@code socketserver.ThreadingUDPServer}: each request in a thread of its own. */
public class ThreadingUDPServer extends UDPServer implements ThreadingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUDPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Python's constructor: see {@link #open(SocketAddress, Supplier, boolean)}. */
    public ThreadingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
