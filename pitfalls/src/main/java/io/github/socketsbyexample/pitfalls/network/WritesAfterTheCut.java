package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * Writes succeed for a quarter of an hour after the cable was cut: they only fill the send buffer, and the system sends
 * the same again and again before it gives up. Only an answer tells that something arrived, and only a limit for it
 * tells in time that it did not.
 *
 * <pre>
 * $ ./sockets pitfall writes-after-the-cut
 * done:   the other host's cable was pulled, and then three lines were sent
 * broken: 3 lines written, 0 received
 * fixed:  SocketTimeoutException: Read timed out
 * </pre>
 */
public final class WritesAfterTheCut {

    static final int LINES = 3;

    static final int TIMEOUT_MILLIS = 500; // short, to show it; a client takes seconds
    private static final byte[] LINE = "still there?\n".getBytes(StandardCharsets.US_ASCII);

    private WritesAfterTheCut() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            try (DistantConnection first = DistantConnection.open(hosts);
                    DistantConnection second = DistantConnection.open(hosts)) {
                hosts.pullCable();
                IO.println("done:   the other host's cable was pulled, and then three lines were sent");
                int written = writeAll(first.client());
                String fixed = BlockingCall.outcome(() -> writeAndAwaitEach(second.client(), TIMEOUT_MILLIS));
                IO.println("broken: " + written + " lines written, "
                        + first.server().getInputStream().available() / LINE.length + " received");
                IO.println("fixed:  " + fixed);
            }
        });
    }

    /** Broken: what is written counts as sent. */
    static int writeAll(Socket socket) throws IOException {
        int sent = 0;
        for (int i = 0; i < LINES; i++) {
            socket.getOutputStream().write(LINE);
            sent++;
        }
        return sent;
    }

    /** Fixed: what is answered counts, and the answer must come in time. */
    static int writeAndAwaitEach(Socket socket, int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        int sent = 0;
        for (int i = 0; i < LINES; i++) {
            socket.getOutputStream().write(LINE);
            if (socket.getInputStream().read() < 0) { // the peer answers each line with a byte
                throw new IOException("connection closed after " + sent + " lines");
            }
            sent++;
        }
        return sent;
    }
}
