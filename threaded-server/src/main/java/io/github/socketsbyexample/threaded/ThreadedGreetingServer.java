package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.nio.charset.Charset;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Server;

/**
 * Prints the text that clients send and greets for every chunk of it, for many clients at once; tcp-basic's {@code
 * greeting-client} is its client. What is said is {@link GreetingHandler}, which threads say it is a {@link Design}.
 *
 * <p>Source: document 001. Run: {@code ./sockets threaded-server greeting-server --design pool}
 */
public final class ThreadedGreetingServer {

    static final int PORT = 9090;
    static final String CHARSET = "GBK";

    private ThreadedGreetingServer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Design.options(Program.server(ThreadedGreetingServer.class, PORT).charset(CHARSET))
                .serve(args, ThreadedGreetingServer::open);
    }

    private static Server open(Arguments arguments) throws IOException {
        Charset charset = arguments.charset(CHARSET);
        return Design.open(arguments, new GreetingHandler(charset),
                client -> new GreetingConversation(client, charset));
    }
}
