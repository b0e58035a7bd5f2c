package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Server;

/**
 * Welcomes every client and greets it by each name that it sends, for many clients at once. What is said is {@link
 * WelcomeHandler}, which threads say it is a {@link Design}.
 *
 * <p>Source: document 003. Run: {@code ./sockets threaded-server welcome-server --design bounded}
 */
public final class WelcomeServer {

    static final int PORT = 9999;

    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

    private WelcomeServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program program = Program.server(WelcomeServer.class, PORT)
                .option("delay", "TIME", "wait so long before each answer, as if it took work (default: "
                        + Durations.format(DEFAULT_DELAY) + ")");
        Design.options(program)
                .serve(args, WelcomeServer::open);
    }

    private static Server open(Arguments arguments) throws IOException {
        Duration delay = arguments.pause("delay", DEFAULT_DELAY);
        return Design.open(arguments, new WelcomeHandler(delay), client -> new WelcomeConversation(client, delay));
    }
}
