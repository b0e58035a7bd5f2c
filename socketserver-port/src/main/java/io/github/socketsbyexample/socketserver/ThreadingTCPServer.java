package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each TCP connection in a thread of its own. Python's {@code socketserver.ThreadingTCPServer}. */
public class ThreadingTCPServer extends TCPServer implements ThreadingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ThreadingTCPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ThreadingTCPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ThreadingTCPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
