package io.github.socketsbyexample.socketserver.examples;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.socketserver.UnixStreamServer;

/**
 * Serves {@link UpperStreamServer}'s handler on a Unix-domain socket: the same streams, between programs of one machine,
 * with a file for an address.
 *
 * <p>Source: document 002. Run: {@code ./sockets socketserver-port unix-stream-server}
 */
public final class UpperUnixStreamServer {

    static final String FILE = "sockets-by-example-stream";

    private UpperUnixStreamServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.pathServer(UpperUnixStreamServer.class, FILE)
                .serve(args, arguments -> Serving.on(arguments.path(),
                        new UnixStreamServer(), UpperStreamServer.MyTCPHandler::new, arguments));
    }
}
