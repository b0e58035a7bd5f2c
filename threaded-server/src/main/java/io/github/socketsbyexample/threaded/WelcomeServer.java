package io.github.socketsbyexample.threaded;

import java.time.Duration;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;

/**
 * Welcomes every client and greets it by each name that it sends, for many clients at once. What is said is {@link
 * WelcomeProtocol}, which threads say it is a {@link Design}.
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
                .serve(args, arguments -> Design.open(arguments,
                        new WelcomeProtocol(arguments.pause("delay", DEFAULT_DELAY))));
    }
}
