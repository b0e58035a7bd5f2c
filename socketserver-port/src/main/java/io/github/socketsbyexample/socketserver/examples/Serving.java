package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.BaseServer;
import io.github.socketsbyexample.socketserver.DatagramRequest;
import io.github.socketsbyexample.socketserver.TCPServer;
import io.github.socketsbyexample.socketserver.UDPServer;

/** A server of the library as a program: opened as the command line says, served until Ctrl-C. */
record Serving(BaseServer<?> server, Duration grace) implements Server {

    static final int PORT = 9999;

    /** Opens a stream server. */
    static Serving on(SocketAddress address, TCPServer server, Supplier<? extends BaseRequestHandler<Socket>> handler,
            Arguments arguments) throws IOException {
        ServerSettings settings = arguments.serverSettings();
        server.open(address, handler, settings);
        return new Serving(server, settings.grace());
    }

    /** Opens a datagram server. */
    static Serving on(SocketAddress address, UDPServer server,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> handler, DatagramSettings settings)
            throws IOException {
        server.open(address, handler, settings);
        return new Serving(server, settings.grace());
    }

    @Override
    public SocketAddress localAddress() {
        return server.serverAddress();
    }

    @Override
    public void serve() {
        try {
            server.serveForever();
        } catch (IllegalStateException e) {
            if (!server.isClosed()) { // else Ctrl-C came before it began
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close(grace);
    }
}
