package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;

import jdk.net.ExtendedSocketOptions;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * The cable was cut, and the program goes on waiting for what comes next: nothing comes any more, not even an end. A
 * limit for each wait ends it; where silence is in order, as in a chat, keep-alive does: the system asks whether the
 * other host is still there, and how soon is for each socket to say (two hours otherwise).
 *
 * <pre>
 * $ ./sockets pitfall cut-cable
 * done:   connected, and then the other host's cable was pulled
 * broken: still blocked
 * fixed:  SocketException: Connection timed out, within 6 s
 * or:     SocketTimeoutException: Read timed out, with a limit of 500 ms
 * </pre>
 */
public final class CutCable {

    static final Duration PATIENCE = Duration.ofSeconds(6); // keep-alive counts in seconds, and timers of systems are lax

    private static final int TIMEOUT_MILLIS = 500;

    private CutCable() {}

    /** Shows all three, which wait at the same time. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            try (DistantConnection chat = DistantConnection.open(hosts);
                    DistantConnection probed = DistantConnection.open(hosts);
                    DistantConnection question = DistantConnection.open(hosts)) {
                hosts.pullCable();
                IO.println("done:   connected, and then the other host's cable was pulled");
                BlockingCall broken = BlockingCall.at(() -> readSometime(chat.client()));
                BlockingCall fixed = BlockingCall.at(() -> readWhileThePeerIsThere(probed.client()));
                String limited = BlockingCall.outcome(() -> readInTime(question.client()));
                String noticed = fixed.outcome(PATIENCE);
                IO.println("broken: " + broken.outcome(Duration.ZERO));
                IO.println("fixed:  " + noticed + ", within " + PATIENCE.toSeconds() + " s");
                IO.println("or:     " + limited + ", with a limit of " + TIMEOUT_MILLIS + " ms");
            }
        });
    }

    /** Broken: no limit, and nobody asks whether the peer is still there. */
    static int readSometime(Socket socket) throws IOException {
        socket.setSoTimeout(0);
        return socket.getInputStream().read();
    }

    /** Fixed: after a second of silence the system asks, and gives up after the second question. */
    static int readWhileThePeerIsThere(Socket socket) throws IOException {
        socket.setSoTimeout(0);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 2);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return socket.getInputStream().read();
    }

    /** Fixed as well, where an answer is due: a limit for the wait. */
    static int readInTime(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket.getInputStream().read();
    }
}
