package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends one name after another, each in a datagram of its own, and waits for its greeting before the next. Lost
 * datagrams are sent again ({@link RetryingClient}). The protocol numbers nothing, so a greeting is matched to its
 * question by the name in it: that of an earlier name, arriving late or twice, is not taken for this one's.
 *
 * <p>Source: document 003, section 1.3. Run: {@code ./sockets udp-basic hello-client Michael Tracy Sarah}
 */
public final class HelloClient implements AutoCloseable {

    private static final List<String> NAMES = List.of("Michael", "Tracy", "Sarah");

    private final RetryingClient client;

    /**
     * Opens a socket for one server; sends nothing yet.
     *
     * @param timeout for each greeting, all tries included
     */
    public HelloClient(InetSocketAddress server, Duration timeout) throws IOException {
        client = new RetryingClient(server, timeout);
    }

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(HelloClient.class, HelloServer.PORT)
                .operands("[NAME...]", Integer.MAX_VALUE)
                .run(args, HelloClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        List<String> names = arguments.operands().isEmpty() ? NAMES : arguments.operands();
        try (HelloClient client = new HelloClient(arguments.serverAddress(), arguments.timeout())) {
            for (String name : names) {
                System.out.println(Texts.printable(new String(client.greet(name.getBytes(UTF_8)), UTF_8)));
            }
        }
    }

    /** Sends a name and returns its greeting. */
    public byte[] greet(byte[] name) throws IOException {
        byte[] greeting = Greeting.of(name);
        return client.ask(name, answer -> Arrays.equals(answer, greeting));
    }

    /** Closes the socket; the server does not learn of it. */
    @Override
    public void close() {
        client.close();
    }
}
