package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each UDP datagram in a process of its own. Python's {@code socketserver.ForkingUDPServer}. */
public class ForkingUDPServer extends UDPServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingUDPServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ForkingUDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
