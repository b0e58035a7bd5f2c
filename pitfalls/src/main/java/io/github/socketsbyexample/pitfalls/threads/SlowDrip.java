package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.io.InputStream;
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
 * A client holds a connection for ever although each read has a timeout: it sends a byte now and then, and SO_TIMEOUT
 * begins anew with every read. A few hundred such clients hold a server's every thread or connection ("slowloris").
 *
 * <pre>
 * $ ./sockets pitfall slow-drip
 * sent:   a line of 1000 bytes, one every 20 ms, to a server with a time limit of 1 s
 * broken: still blocked
 * fixed:  SocketException: Socket closed
 * </pre>
 */
public final class SlowDrip {

    static final int LINE_BYTES = 1000;
    static final int LIMIT_MILLIS = 1000;
    private static final int DRIP_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMillis(2 * LIMIT_MILLIS);

    private SlowDrip() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a line of 1000 bytes, one every 20 ms, to a server with a time limit of 1 s");
        try (LoopbackConnection connection = dripping()) {
            IO.println("broken: " + BlockingCall.at(() -> readWithTimeout(connection.server())).outcome(PATIENCE));
        }
        try (LoopbackConnection connection = dripping()) {
            BlockingCall fixed = BlockingCall.at(() -> readWithDeadline(connection.server()));
            IO.println("fixed:  " + fixed.outcome(LoopbackConnection.DEADLINE));
        }
    }

    /** A client that has time. */
    static LoopbackConnection dripping() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.client().setTcpNoDelay(true);
        BlockingCall.at(() -> {
            for (int i = 0; i < LINE_BYTES; i++) {
                connection.client().getOutputStream().write('x');
                Thread.sleep(DRIP_MILLIS);
            }
            return "sent";
        });
        return connection;
    }

    /** Broken: a limit for each read. */
    static String readWithTimeout(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        client.setSoTimeout(LIMIT_MILLIS);
        return in.readNBytes(LINE_BYTES).length + " bytes";
    }

    /** Fixed: a limit for all of them together; a server has one scheduler for all its clients. */
    static String readWithDeadline(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        try (ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> deadline = deadlines.schedule(() -> cut(client), LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            String line = in.readNBytes(LINE_BYTES).length + " bytes";
            deadline.cancel(false);
            return line;
        }
    }

    private static void cut(Socket client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into the Future; the read fails all the same
        }
    }
}
