package io.github.socketsbyexample.socketserver.examples;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.commandline.StartUpCache;
import io.github.socketsbyexample.socketserver.ForkingTCPServer;

/**
 * Serves {@link UpperTcpServer}'s handler, each client in a process of its own: what a handler changes, breaks or leaks
 * is gone with it. A process is a whole JVM here, a twentieth of a second and 40 MB; Python forks in a millisecond.
 *
 * <p>Source: document 000, section 1.2.3. Run: {@code ./sockets socketserver-port forking-server}
 */
public final class UpperForkingServer {

    private UpperForkingServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(UpperForkingServer.class, Serving.PORT)
                .serve(args, arguments -> Serving.on(arguments.listenAddress(),
                        new MyServer(), UpperTcpServer.MyTCPHandler::new,
                        arguments));
    }

    /** Its children start in half the time where the build has made a start-up cache for them. */
    static class MyServer extends ForkingTCPServer {

        @Override
        public @Nullable Path childCache() {
            return StartUpCache.of(UpperForkingServer.class, ChildCache.NAME);
        }
    }
}
