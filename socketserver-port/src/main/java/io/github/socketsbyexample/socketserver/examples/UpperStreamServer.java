package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.socketserver.StreamRequestHandler;
import io.github.socketsbyexample.socketserver.TCPServer;

/**
 * Upper-cases a line: the handler reads it from {@code rfile}, however many pieces it arrives in, and writes the answer
 * to {@code wfile}; then the server closes. Compare {@link UpperTcpServer}, which takes what one read gives.
 *
 * <p>Source: document 000, section 1.2.1. Run: {@code ./sockets socketserver-port stream-server}
 */
public final class UpperStreamServer {

    private UpperStreamServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(UpperStreamServer.class, Serving.PORT)
                .serve(args, arguments -> Serving.on(arguments.listenAddress(),
                        new TCPServer(), MyTCPHandler::new, arguments));
    }

    /** One connection. */
    static final class MyTCPHandler extends StreamRequestHandler {

        @Override
        protected void handle() throws IOException {
            byte[] data = PythonBytes.strip(rfile().readLine());
            RequestPrinter.print(clientAddress(), data);
            wfile().write(PythonBytes.upper(data));
        }
    }
}
