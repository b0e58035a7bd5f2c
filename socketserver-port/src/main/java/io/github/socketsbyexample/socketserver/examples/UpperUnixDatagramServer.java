package io.github.socketsbyexample.socketserver.examples;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.socketserver.UnixDatagramServer;

/**
 * Serves {@link UpperUdpServer}'s handler on a Unix-domain socket. Unlike UDP's, these datagrams are not reordered,
 * and none is lost on the way to the server; an answer is, if its client has no room for it. Only a client that has
 * bound a name of its own can be answered.
 *
 * <p>Source: document 002. Run: {@code ./sockets socketserver-port unix-datagram-server}
 */
public final class UpperUnixDatagramServer {

    static final String FILE = "sockets-by-example-datagram";

    private UpperUnixDatagramServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.pathDatagramServer(UpperUnixDatagramServer.class, FILE)
                .serve(args, arguments -> {
                    ServerSettings settings = arguments.serverSettings();
                    return Serving.on(arguments.path(), new UnixDatagramServer(), UpperUdpServer.MyUDPHandler::new,
                            new DatagramSettings(settings.reuseAddress(), settings.grace()));
                });
    }
}
