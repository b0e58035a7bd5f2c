package io.github.socketsbyexample.pitfalls.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;

import jdk.net.ExtendedSocketOptions;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * An idle connection is dead, and neither side knows: where nobody has anything to say nothing is sent, and what is not
 * sent can't fail. Keep-alive ({@code keepAlive}) asks the other machine's system: that finds a host that is gone and a
 * firewall that forgot the connection, and never a program that is stuck, since the system answers for it. A message now
 * and then that the program has to answer finds all of them.
 *
 * <pre>
 * $ ./sockets pitfall silent-death
 * done:   waited for news from a program that is stuck
 * broken: still blocked
 * fixed:  SocketTimeoutException: no answer to a ping
 * </pre>
 */
public final class SilentDeath {

    static final int PING = '?';
    static final int PONG = '!';

    static final int SILENCE_MILLIS = 100; // short, to show it; a client takes half a minute
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private SilentDeath() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   waited for news from a program that is stuck");
        try (LoopbackConnection stuck = LoopbackConnection.open()) {
            IO.println("broken: " + BlockingCall.at(() -> awaitNews(stuck.client())).outcome(PATIENCE));
        }
        try (LoopbackConnection stuck = LoopbackConnection.open()) {
            IO.println("fixed:  " + BlockingCall.outcome(() -> awaitNewsAndAsk(stuck.client(), SILENCE_MILLIS)));
        }
    }

    /** Broken: waits for as long as there are no news, and a timeout could not tell that from death. */
    static char awaitNews(Socket server) throws IOException {
        server.setSoTimeout(0);
        return news(server.getInputStream().read());
    }

    /** Fixed: asks whoever has been silent for a while, who has as long again to answer. */
    static char awaitNewsAndAsk(Socket server, int silenceMillis) throws IOException {
        InputStream in = server.getInputStream();
        server.setSoTimeout(silenceMillis);
        for (boolean asked = false;;) {
            try {
                int message = in.read();
                if (message != PONG) {
                    return news(message);
                }
                asked = false;
            } catch (SocketTimeoutException silence) {
                if (asked) {
                    throw new SocketTimeoutException("no answer to a ping");
                }
                server.getOutputStream().write(PING);
                asked = true;
            }
        }
    }

    private static char news(int message) throws IOException {
        if (message == -1) {
            throw new EOFException("no more news");
        }
        return (char) message;
    }

    /** Fixed for a host that is gone: after so much silence asks so often, and then the connection counts as dead. */
    static void keepAlive(Socket socket, int idleSeconds, int intervalSeconds, int count) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true); // alone: after two hours
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, intervalSeconds);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, count);
    }
}
