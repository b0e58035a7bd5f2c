package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The text has arrived, and both sides wait for ever: what has no line feed at its end is not a line yet, so the
 * server's {@code readLine} waits for the rest of it, and the client for an answer. {@code ./sockets tap} shows bytes
 * from the client, and {@code 0a} is not among them.
 *
 * <pre>
 * $ ./sockets pitfall read-line-hangs
 * sent:   "hello" to a server that answers each line
 * broken: still blocked
 * fixed:  "you said hello"
 * </pre>
 */
public final class ReadLineHangs {

    static final Duration PATIENCE = Duration.ofMillis(500);

    private ReadLineHangs() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\" to a server that answers each line");
        try (LoopbackConnection connection = answering()) {
            BlockingCall asking = BlockingCall.at(() -> askByText(connection.client()));
            IO.println("broken: " + asking.outcome(PATIENCE));
        }
        try (LoopbackConnection connection = answering()) {
            BlockingCall asking = BlockingCall.at(() -> askByLine(connection.client()));
            IO.println("fixed:  \"" + asking.outcome(LoopbackConnection.DEADLINE) + '"');
        }
    }

    /** A connection whose server end waits for a line, and answers it with another. */
    static LoopbackConnection answering() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        BlockingCall.at(() -> {
            String answer = "you said " + line(connection.server()) + '\n';
            connection.server().getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            return "answered";
        });
        return connection;
    }

    /** What both ends read with. A line has no longest length here; EndlessLine shows what comes of that. */
    static String line(Socket socket) throws IOException {
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine());
    }

    /** Broken: text, which might go on. */
    static String askByText(Socket socket) throws IOException {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        return line(socket);
    }

    /** Fixed: a line, which a line feed ends. */
    static String askByLine(Socket socket) throws IOException {
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
        return line(socket);
    }
}
