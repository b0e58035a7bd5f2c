package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A server runs out of memory although each of its messages is one short line: {@code readLine} has no limit, and a
 * peer that never sends a line feed makes it collect whatever comes.
 *
 * <pre>
 * $ ./sockets pitfall endless-line
 * sent:   1048576 bytes without a line feed, of which a line may have 1024
 * broken: a line of 1048576 characters
 * fixed:  IOException: line longer than 1024 bytes
 * </pre>
 */
public final class EndlessLine {

    static final int SENT_BYTES = 1 << 20; // it might as well go on for ever
    static final int MOST_BYTES = 1024; // a line of this protocol is never longer

    private EndlessLine() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + SENT_BYTES + " bytes without a line feed, of which a line may have "
                + MOST_BYTES);
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall sending = BlockingCall.at(() -> sendEndlessLine(connection.client().getOutputStream()));
            BlockingCall reading = BlockingCall.at(() -> {
                String line = anyLine(connection.server().getInputStream());
                return "a line of " + line.length() + " characters";
            });
            sending.outcome(LoopbackConnection.DEADLINE);
            connection.client().shutdownOutput(); // or readLine would still be collecting
            IO.println("broken: " + reading.outcome(LoopbackConnection.DEADLINE));
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall.at(() -> sendEndlessLine(connection.client().getOutputStream()));
            IO.println("fixed:  " + BlockingCall.outcome(() -> boundedLine(connection.server().getInputStream())));
        }
    }

    static String sendEndlessLine(OutputStream out) throws IOException {
        out.write("x".repeat(SENT_BYTES).getBytes(StandardCharsets.US_ASCII));
        return "sent";
    }

    /** Broken: a line is as long as the peer likes. */
    static String anyLine(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return String.valueOf(reader.readLine());
    }

    /** Fixed: counts, and gives up when the line is too long; a stream that ends inside a line is an error too. */
    static String boundedLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n';) { // byte by byte: over a BufferedInputStream, or each is a system call
            if (b == -1) {
                throw new EOFException("the stream ended inside a line");
            }
            if (line.size() == MOST_BYTES) {
                throw new IOException("line longer than " + MOST_BYTES + " bytes");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
