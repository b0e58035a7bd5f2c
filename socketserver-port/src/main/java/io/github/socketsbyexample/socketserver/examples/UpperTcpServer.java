package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.TCPServer;

/**
 * Upper-cases what a client sends: one read, one answer, then the server closes. One client after another: {@link
 * UpperThreadingServer} differs in its server's class.
 *
 * <p>Source: document 000, section 1.2.1. Run: {@code ./sockets socketserver-port tcp-server}
 */
public final class UpperTcpServer {

    private static final int CHUNK_BYTES = 64 * 1024; // a longer request is answered in part, as the document's is

    private UpperTcpServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(UpperTcpServer.class, Serving.PORT)
                .serve(args, arguments -> Serving.on(arguments.listenAddress(),
                        new TCPServer(), MyTCPHandler::new, arguments));
    }

    /** One connection. */
    static final class MyTCPHandler extends BaseRequestHandler<Socket> {

        @Override
        protected void handle() throws IOException {
            byte[] buffer = new byte[CHUNK_BYTES];
            int n = request().getInputStream().read(buffer);
            byte[] data = PythonBytes.strip(Arrays.copyOf(buffer, Math.max(n, 0))); // -1: the client had nothing to say
            RequestPrinter.print(clientAddress(), data);
            request().getOutputStream().write(PythonBytes.upper(data));
        }
    }
}
