package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The client gets the beginning of an answer and then a reset, although the server wrote all of it and closed after
 * that: it had not read all of the request, and closing a socket with unread input sends a RST, which destroys what the
 * client has not yet received. An answer that fits in the client's buffer survives on Linux, so small tests don't see
 * it. (The JDK's {@code Socket.close} sends a FIN first, so the client of a short answer sees an orderly end.)
 *
 * <pre>
 * $ ./sockets pitfall answer-cut-by-reset
 * sent:   a request whose end the server does not read; an answer of 100000 bytes
 * broken: less than 100000 bytes, then SocketException: Connection reset
 * fixed:  100000 bytes, then the end of the stream
 * </pre>
 */
public final class AnswerCutByReset {

    static final int ANSWER_BYTES = 100_000; // the client's buffer does not hold it, the server's does
    static final int RECEIVE_BYTES = 16 * 1024;
    private static final int MOST_UNREAD_BYTES = 1 << 20; // a peer that goes on sending is not listened to for ever
    private static final int DRAIN_MILLIS = 2000; // nor is one that says nothing and does not close
    private static final Duration CLIENT_IS_BUSY = Duration.ofSeconds(1); // with something else, when the answer comes

    private AnswerCutByReset() {}

    /** How the server ends the conversation. */
    @FunctionalInterface
    interface Ending {
        void end(Socket client) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println(
                "sent:   a request whose end the server does not read; an answer of " + ANSWER_BYTES + " bytes");
        IO.println("broken: " + whatTheClientGets(AnswerCutByReset::close));
        IO.println("fixed:  " + whatTheClientGets(AnswerCutByReset::closeInOrder));
    }

    static String whatTheClientGets(Ending ending) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open(RECEIVE_BYTES)) {
            connection.client().getOutputStream().write("request".getBytes(StandardCharsets.US_ASCII));
            LoopbackConnection.awaitBytes(connection.server().getInputStream(), "request".length());
            connection.server().getOutputStream().write(new byte[ANSWER_BYTES]);
            BlockingCall closing = BlockingCall.at(() -> {
                ending.end(connection.server());
                return "closed";
            });
            closing.outcome(CLIENT_IS_BUSY);
            return received(connection.client().getInputStream());
        }
    }

    /** Says what arrives, and how it ends. */
    static String received(InputStream in) {
        int received = 0;
        byte[] buffer = new byte[RECEIVE_BYTES];
        try {
            for (int n; (n = in.read(buffer)) != -1;) {
                received += n;
            }
            return received + " bytes, then the end of the stream";
        } catch (IOException e) {
            return (received < ANSWER_BYTES ? "less than " : "") + ANSWER_BYTES + " bytes, then "
                    + BlockingCall.describe(e);
        }
    }

    /** Broken: the answer is written, so that is that. */
    static void close(Socket client) throws IOException {
        client.close();
    }

    /** Fixed: says that no more will come, reads what the client sends until it has closed too, and closes then. */
    static void closeInOrder(Socket client) throws IOException {
        try (client) {
            client.shutdownOutput();
            client.setSoTimeout(DRAIN_MILLIS);
            byte[] unread = new byte[RECEIVE_BYTES];
            int total = 0;
            for (int n; total < MOST_UNREAD_BYTES && (n = client.getInputStream().read(unread)) != -1;) {
                total += n;
            }
        }
    }
}
