package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Serves each Unix-domain connection in a thread of its own. Python's {@code socketserver.ThreadingUnixStreamServer}. */
public class ThreadingUnixStreamServer extends UnixStreamServer implements ThreadingMixIn {

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUnixStreamServer() {}

    /** Listens: see {@link #open(SocketAddress, Supplier)}. */
    public ThreadingUnixStreamServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass)
            throws IOException {
        super(serverAddress, requestHandlerClass);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public ThreadingUnixStreamServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }
}
