package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Each small request takes 40 ms, on the fastest network, and the CPU is idle: the request goes out in two writes. The
 * second waits until the first is acknowledged (Nagle's algorithm, RFC 896), and the acknowledgement is delayed in the
 * hope of an answer to travel with (RFC 1122, 4.2.3.2), which waits for the second write.
 *
 * <pre>
 * $ ./sockets pitfall forty-milliseconds
 * sent:   20 requests of a header and a body, each after the answer to the one before
 * broken: 836 ms
 * fixed:  2 ms
 * </pre>
 *
 * <p>{@code setTcpNoDelay(true)} repairs it as well, and sends two packets where one would do. The times are Linux's.
 */
public final class FortyMilliseconds {

    static final int REQUESTS = 20;
    private static final byte[] HEADER = {0, 4};
    private static final byte[] BODY = {'b', 'o', 'd', 'y'};

    private FortyMilliseconds() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + REQUESTS + " requests of a header and a body, each after the answer to the one "
                + "before");
        IO.println("broken: " + milliseconds(FortyMilliseconds::sendInTwoWrites) + " ms");
        IO.println("fixed:  " + milliseconds(FortyMilliseconds::sendInOneWrite) + " ms");
    }

    /** How a request is sent. */
    @FunctionalInterface
    interface Request {
        void send(OutputStream out) throws IOException;
    }

    static long milliseconds(Request request) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall.at(() -> answerEach(connection.server()));
            long begin = System.nanoTime();
            for (int i = 0; i < REQUESTS; i++) {
                request.send(connection.client().getOutputStream());
                connection.client().getInputStream().read();
            }
            return (System.nanoTime() - begin) / 1_000_000;
        }
    }

    /** The server: one byte for each whole request. */
    private static String answerEach(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        for (int i = 0; i < REQUESTS; i++) {
            in.readFully(new byte[HEADER.length + BODY.length]);
            client.getOutputStream().write('+');
        }
        return "answered";
    }

    /** Broken: what belongs together is written in parts. */
    static void sendInTwoWrites(OutputStream out) throws IOException {
        out.write(HEADER);
        out.write(BODY);
    }

    /** Fixed: it is collected, and flushed when it is complete. */
    static void sendInOneWrite(OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out);
        buffered.write(HEADER);
        buffered.write(BODY);
        buffered.flush();
    }
}
