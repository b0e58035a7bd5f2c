package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.SocketAddress;

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
                        new UDPServer(), MyUDPHandler::new,
                        DatagramSettings.DEFAULT.reusingAddress(arguments.has("reuse-address"))));
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
