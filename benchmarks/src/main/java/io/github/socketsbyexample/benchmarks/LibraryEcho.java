package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.socketserver.ActiveRequest;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.ThreadingTCPServer;
import io.github.socketsbyexample.socketserver.ThreadingUnixStreamServer;

/** Sends every byte back by socketserver-port; echo_threading.py is the same in CPython. */
final class LibraryEcho extends ThreadingTCPServer implements Server {

    private final boolean threading;

    /** Listens; serves each client in a thread, or one after another. */
    LibraryEcho(InetSocketAddress address, ServerSettings settings, boolean threading) throws IOException {
        this.threading = threading;
        open(address, Echo::new, settings);
    }

    /** Here or in a thread: what ThreadingMixIn decides, decided at run time. */
    @Override
    protected void processRequest(ActiveRequest<Socket> request) {
        if (threading) {
            super.processRequest(request);
        } else {
            request.process();
        }
    }

    @Override
    public SocketAddress localAddress() {
        return serverAddress();
    }

    @Override
    public void serve() {
        serveForever();
    }

    /** The same on a Unix socket, a thread for each client. */
    static final class OnPath extends ThreadingUnixStreamServer implements Server {

        /** Listens. */
        OnPath(SocketAddress path) throws IOException {
            super(path, Echo::new);
        }

        @Override
        public SocketAddress localAddress() {
            return serverAddress();
        }

        @Override
        public void serve() {
            serveForever();
        }
    }

    /** One connection. */
    private static final class Echo extends BaseRequestHandler<Socket> {
        @Override
        protected void handle() throws IOException {
            new EchoHandler(true).converse(request());
        }
    }
}
