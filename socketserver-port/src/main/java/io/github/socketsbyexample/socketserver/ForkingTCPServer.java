package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each TCP connection in a process of its own. Python's {@code socketserver.ForkingTCPServer}. */
public class ForkingTCPServer extends TCPServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingTCPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingTCPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ForkingTCPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
