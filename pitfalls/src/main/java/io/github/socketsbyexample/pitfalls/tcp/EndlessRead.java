package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The program hangs in {@code read}, for ever: the other side is there and says nothing, or is not there any more and
 * could not say so. Without SO_TIMEOUT a read has no limit.
 *
 * <pre>
 * $ ./sockets pitfall endless-read
 * done:   asked a server that does not answer
 * broken: still blocked
 * fixed:  SocketTimeoutException: Read timed out
 * then:   "late", on the same connection
 * </pre>
 */
public final class EndlessRead {

    private static final int TIMEOUT_MILLIS = 200; // short, to show it; a client takes seconds
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private EndlessRead() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   asked a server that does not answer");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            IO.println("broken: " + BlockingCall.at(() -> readSometime(connection.client())).outcome(PATIENCE));
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            IO.println("fixed:  " + BlockingCall.outcome(() -> readInTime(connection.client())));
            connection.server().getOutputStream().write("late".getBytes(StandardCharsets.UTF_8));
            IO.println("then:   \"" + readInTime(connection.client()) + "\", on the same connection");
        }
    }

    /** Broken: no limit, which is the default. */
    static String readSometime(Socket socket) throws IOException {
        socket.setSoTimeout(0);
        byte[] answer = new DataInputStream(socket.getInputStream()).readNBytes("late".length());
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** Fixed: a limit for each wait; the connection stays usable. */
    static String readInTime(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        byte[] answer = new DataInputStream(socket.getInputStream()).readNBytes("late".length());
        return new String(answer, StandardCharsets.UTF_8);
    }
}
