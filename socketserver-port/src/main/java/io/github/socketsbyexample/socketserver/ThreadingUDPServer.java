package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each UDP datagram in a thread of its own. Python's {@code socketserver.ThreadingUDPServer}. */
public class ThreadingUDPServer extends UDPServer implements ThreadingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUDPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ThreadingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
