package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Python's {@code socketserver.ForkingUnixStreamServer}: each request in a process of its own. */
public class ForkingUnixStreamServer extends UnixStreamServer implements ForkingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ForkingUnixStreamServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ForkingUnixStreamServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Python's constructor: see {@link #open(SocketAddress, Supplier, boolean)}. */
    public ForkingUnixStreamServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
