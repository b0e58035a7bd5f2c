package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * The program hangs while it connects, for two minutes or so: {@code new Socket(host, port)} waits for as long as the
 * system likes, and a host that drops packets, or a server whose backlog is full, does not refuse.
 *
 * <pre>
 * $ ./sockets pitfall endless-connect
 * done:   connected to a server that accepts nobody, and whose backlog is full
 * broken: still blocked
 * fixed:  SocketTimeoutException: Connect timed out
 * </pre>
 */
public final class EndlessConnect {

    private static final int TIMEOUT_MILLIS = 200; // short, to show it; a client takes seconds
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private EndlessConnect() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   connected to a server that accepts nobody, and whose backlog is full");
        try (FullListener listener = new FullListener()) {
            BlockingCall broken = BlockingCall.at(() -> connectSometime(listener.host(), listener.port()));
            IO.println("broken: " + broken.outcome(PATIENCE));
            IO.println("fixed:  " + BlockingCall.outcome(() -> connectInTime(listener.host(), listener.port())));
        } // the client that still waits is refused at its next try, within a second or two
    }

    /** Broken: leaves it to the system when to give up. */
    static String connectSometime(String host, int port) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            return "connected to " + socket.getRemoteSocketAddress();
        }
    }

    /** Fixed: two steps, the second with a time limit. */
    static String connectInTime(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            return "connected to " + socket.getRemoteSocketAddress();
        }
    }
}
