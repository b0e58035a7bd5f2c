package io.github.socketsbyexample.threaded;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;

/**
 * Prints the welcome, sends one name after another and prints each answer, then says {@code exit} and closes first. The
 * protocol has no frames, but the client knows the length of every answer, so it reads that much, however the network
 * cut it; and it waits for an answer before it sends the next name, which would otherwise be glued to this one.
 *
 * <p>Source: document 003. Run: {@code ./sockets threaded-server welcome-client Michael Tracy Sarah}
 */
public final class WelcomeClient implements AutoCloseable {

    private static final int MOST_NAMES = 1_000;
    private static final int MOST_NAME_BYTES = 1_024; // what the document's server takes in one read
    private static final String EXIT = "exit";

    private final Socket socket;

    /**
     * Connects.
     *
     * @param timeout for the connection and for each wait for an answer
     */
    public WelcomeClient(InetSocketAddress server, Duration timeout) throws IOException {
        socket = MultiAddressConnector.connect(server, timeout);
    }

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(WelcomeClient.class, WelcomeServer.PORT)
                .operands("[NAME...]", MOST_NAMES)
                .run(args, WelcomeClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        List<String> names = arguments.operands().isEmpty()
                ? List.of("Michael", "Tracy", "Sarah")
                : arguments.operands();
        for (String name : names) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            arguments.check(0 < length && length <= MOST_NAME_BYTES,
                    "a name has 1 to " + MOST_NAME_BYTES + " bytes, this one " + length);
            arguments.check(!name.equals(EXIT), "'" + EXIT + "' is not a name: it ends the conversation");
        }
        try (WelcomeClient client = new WelcomeClient(arguments.serverAddress(), arguments.timeout())) {
            System.out.println(Texts.printable(client.welcome()));
            for (String name : names) {
                System.out.println(Texts.printable(client.answerTo(name)));
            }
            client.exit();
        }
    }

    /** Returns what the server says first. */
    public String welcome() throws IOException {
        return read("Welcome!".length());
    }

    /**
     * Sends a name and returns the answer to it.
     *
     * @param name at least one character, and not {@code exit}
     * @throws EOFException if the server ended the conversation before the answer was whole
     */
    public String answerTo(String name) throws IOException {
        byte[] message = name.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(message);
        return read("Hello, !".length() + message.length);
    }

    private String read(int length) throws IOException {
        byte[] answer = socket.getInputStream().readNBytes(length);
        if (answer.length < length) {
            throw new EOFException("connection closed after " + answer.length + " of " + length + " bytes");
        }
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** Tells the server that this was all. */
    public void exit() throws IOException {
        socket.getOutputStream().write(EXIT.getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the connection. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
