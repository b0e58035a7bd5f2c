package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The end of an answer never arrives, although the server wrote all of it and closed: it had set SO_LINGER to 0, which
 * gets rid of TIME_WAIT by sending a reset, and a reset throws away what has not left yet. {@link AddressAlreadyInUse}
 * shows what helps against TIME_WAIT.
 *
 * <pre>
 * $ ./sockets pitfall answer-thrown-away
 * sent:   an answer of 100000 bytes, to a client that does not read at once
 * broken: less than 100000 bytes, then SocketException: Connection reset
 * fixed:  100000 bytes, then the end of the stream
 * </pre>
 */
public final class AnswerThrownAway {

    private AnswerThrownAway() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   an answer of " + AnswerCutByReset.ANSWER_BYTES
                + " bytes, to a client that does not read at once");
        IO.println("broken: " + whatTheClientGets(AnswerThrownAway::abort));
        IO.println("fixed:  " + whatTheClientGets(AnswerThrownAway::close));
    }

    static String whatTheClientGets(AnswerCutByReset.Ending ending) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open(AnswerCutByReset.RECEIVE_BYTES)) {
            connection.server().getOutputStream().write(new byte[AnswerCutByReset.ANSWER_BYTES]);
            ending.end(connection.server());
            return AnswerCutByReset.received(connection.client().getInputStream());
        }
    }

    /** Broken: an end without TIME_WAIT. It is for tests that want a reset. */
    static void abort(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Fixed: as it is by default, the system sends the rest after {@code close} has returned. */
    static void close(Socket client) throws IOException {
        client.close();
    }
}
