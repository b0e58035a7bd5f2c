package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The program hangs in {@code write} although it has set a timeout: SO_TIMEOUT bounds reads only, and a peer that does
 * not read fills all buffers in between. The JDK has no timeout for writes; closing the socket is what ends one.
 *
 * <pre>
 * $ ./sockets pitfall endless-write
 * sent:   16777216 bytes to a server that does not read, with SO_TIMEOUT
 * broken: still blocked
 * fixed:  SocketException: Socket closed
 * </pre>
 */
public final class EndlessWrite {

    static final int BYTES = 16 << 20; // more than both sides' buffers
    private static final int BUFFER_BYTES = 64 * 1024; // set, so that the system does not let them grow
    private static final int TIMEOUT_MILLIS = 200; // short, to show it; a server takes seconds
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private EndlessWrite() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + BYTES + " bytes to a server that does not read, with SO_TIMEOUT");
        try (LoopbackConnection connection = unread()) {
            IO.println("broken: " + BlockingCall.at(() -> write(connection.client())).outcome(PATIENCE));
        }
        try (LoopbackConnection connection = unread()) {
            BlockingCall fixed = BlockingCall.at(() -> writeInTime(connection.client()));
            IO.println("fixed:  " + fixed.outcome(LoopbackConnection.DEADLINE));
        }
    }

    static LoopbackConnection unread() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open(BUFFER_BYTES);
        connection.client().setSendBufferSize(BUFFER_BYTES);
        return connection;
    }

    /** Broken: a timeout that a write takes no notice of. */
    static String write(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        out.write(new byte[BYTES]);
        return "written";
    }

    /** Fixed: a deadline that closes the socket. A server has one scheduler for all its connections. */
    static String writeInTime(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        try (ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> deadline = deadlines.schedule(() -> closeQuietly(socket), TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            out.write(new byte[BYTES]);
            deadline.cancel(false);
            return "written";
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into the Future; the write fails all the same
        }
    }
}
