package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.ThreadingTCPServer;

/**
 * Upper-cases chunk after chunk until the client ends its stream, or sends nothing but white space; then the server
 * closes. Each client has a thread of its own, a virtual one, so that an idle client delays nobody.
 *
 * <p>Source: document 002. Run: {@code ./sockets socketserver-port threading-server}
 */
public final class UpperThreadingServer {

    private static final int CHUNK_BYTES = 1024; // the document's; more is answered in several pieces

    private UpperThreadingServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(UpperThreadingServer.class, Serving.PORT)
                .serve(args, arguments -> Serving.on(arguments.listenAddress(),
                        new ThreadingTCPServer(), MyTCPHandler::new, arguments));
    }

    /** One connection. */
    static final class MyTCPHandler extends BaseRequestHandler<Socket> {

        @Override
        protected void handle() throws IOException {
            byte[] buffer = new byte[CHUNK_BYTES];
            for (int n; (n = request().getInputStream().read(buffer)) != -1;) {
                byte[] data = PythonBytes.strip(Arrays.copyOf(buffer, n));
                if (data.length == 0) {
                    break;
                }
                RequestPrinter.print(clientAddress(), data);
                request().getOutputStream().write(PythonBytes.upper(data));
            }
        }
    }
}
