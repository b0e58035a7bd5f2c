package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.DatagramRequest;
import io.github.socketsbyexample.socketserver.UDPServer;

/**
 * Upper-cases every datagram and sends it back from the server's own socket. A request is the pair of the data and that
 * socket; there is nothing to close.
 *
 * <p>Source: document 000, section 1.2.2. Run: {@code ./sockets socketserver-port udp-server}
 */
public final class UpperUdpServer {

    private UpperUdpServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.datagramServer(UpperUdpServer.class, Serving.PORT)
                .serve(args, arguments -> Serving.on(arguments.listenAddress(),
                        new MyUDPServer(), MyUDPHandler::new,
                        DatagramSettings.DEFAULT.reusingAddress(arguments.has("reuse-address"))));
    }

    /**
     * Does not answer what comes from where servers are: ports below 1024, and its own port, on this machine or another.
     * Anybody can write such a sender into a datagram, and the servers would answer each other for ever.
     */
    static final class MyUDPServer extends UDPServer {

        private static final int FIRST_CLIENT_PORT = 1024;

        @Override
        protected boolean verifyRequest(DatagramRequest request, @Nullable SocketAddress clientAddress) {
            return clientAddress instanceof InetSocketAddress client
                    && client.getPort() >= FIRST_CLIENT_PORT
                    && client.getPort() != ((InetSocketAddress) serverAddress()).getPort();
        }
    }

    /** One datagram. */
    static final class MyUDPHandler extends BaseRequestHandler<DatagramRequest> {

        @Override
        protected void handle() throws IOException {
            byte[] data = PythonBytes.strip(request().data());
            SocketAddress client = clientAddress();
            RequestPrinter.print(client, data);
            if (client != null) { // a Unix-domain client may have no name to answer to
                request().socket().sendTo(PythonBytes.upper(data), client);
            }
        }
    }
}
