package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The program hangs in {@code close}: with SO_LINGER it waits until the other side has taken all that was written, or the
 * time is over, and this side does not learn which of both it was. Without the option the system sends what is left all the
 * same; whoever wants to know lets the receiver confirm it, as in {@link DeliveredToNobody}.
 *
 * <pre>
 * $ ./sockets pitfall endless-close
 * sent:   65536 bytes to a server that does not read
 * broken: still blocked
 * fixed:  closed
 * then:   65536 bytes arrived
 * </pre>
 */
public final class EndlessClose {

    static final int BYTES = 64 * 1024; // more than the receiver's buffer, less than the sender's
    private static final int RECEIVE_BYTES = 4096;
    private static final int SEND_BYTES = 4 * BYTES;
    private static final int LINGER_SECONDS = 60; // for close() to report that all has arrived, which it does not
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private EndlessClose() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + BYTES + " bytes to a server that does not read");
        try (LoopbackConnection connection = unread()) {
            IO.println("broken: " + BlockingCall.at(() -> closeAndWait(connection.client())).outcome(PATIENCE));
        }
        try (LoopbackConnection connection = unread()) {
            BlockingCall fixed = BlockingCall.at(() -> close(connection.client()));
            IO.println("fixed:  " + fixed.outcome(LoopbackConnection.DEADLINE));
            IO.println("then:   " + arrived(connection) + " bytes arrived");
        }
    }

    static LoopbackConnection unread() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open(RECEIVE_BYTES);
        connection.client().setSendBufferSize(SEND_BYTES);
        connection.client().getOutputStream().write(new byte[BYTES]);
        return connection;
    }

    static long arrived(LoopbackConnection connection) throws IOException {
        return connection.server().getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Broken: waits for a receiver that may never read. */
    static String closeAndWait(Socket socket) throws IOException {
        socket.setSoLinger(true, LINGER_SECONDS);
        socket.close();
        return "closed";
    }

    /** Fixed: the default, said aloud. */
    static String close(Socket socket) throws IOException {
        socket.setSoLinger(false, 0);
        socket.close();
        return "closed";
    }
}
