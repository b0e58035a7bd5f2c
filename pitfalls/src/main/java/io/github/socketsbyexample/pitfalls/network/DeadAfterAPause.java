package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;

import jdk.net.ExtendedSocketOptions;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * An idle connection is dead, and neither side was told: a firewall or an address translator on the way has forgotten it,
 * and drops what does not belong to any that it knows. Most remember for minutes, this one for two seconds. A message
 * now and then in the protocol itself keeps it alive, or the system's keep-alive, if it asks before they forget.
 *
 * <pre>
 * $ ./sockets pitfall dead-after-a-pause
 * done:   asked, and asked again after four seconds; the firewall on the way remembers for two
 * broken: answered, then SocketTimeoutException: Read timed out
 * fixed:  answered, then answered
 * </pre>
 */
public final class DeadAfterAPause {

    static final int REMEMBERED_SECONDS = 2;
    static final Duration PAUSE = Duration.ofSeconds(4);

    private static final int TIMEOUT_MILLIS = 1_000;

    private DeadAfterAPause() {}

    /** Shows both halves, which pause at the same time. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            hosts.forgetAfter(REMEMBERED_SECONDS);
            try (DistantConnection first = DistantConnection.open(hosts);
                    DistantConnection second = DistantConnection.open(hosts)) {
                IO.println(
                        "done:   asked, and asked again after four seconds; the firewall on the way remembers for two");
                BlockingCall broken = BlockingCall.at(() -> askTwice(leftAlone(first.client()), first.server()));
                BlockingCall fixed = BlockingCall.at(() -> askTwice(keptAlive(second.client()), second.server()));
                IO.println("broken: " + broken.outcome(PAUSE.multipliedBy(2)));
                IO.println("fixed:  " + fixed.outcome(PAUSE.multipliedBy(2)));
            }
        });
    }

    /** Broken: a connection that is not in use costs nothing, and is nothing. */
    static Socket leftAlone(Socket socket) {
        return socket;
    }

    /** Fixed: after a second without a packet the system sends one. */
    static Socket keptAlive(Socket socket) throws IOException {
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return socket;
    }

    /** Asks before a pause and after it. */
    static String askTwice(Socket client, Socket server) throws IOException, InterruptedException {
        String before = BlockingCall.outcome(() -> ask(client, server));
        Thread.sleep(PAUSE);
        return before + ", then " + BlockingCall.outcome(() -> ask(client, server));
    }

    private static String ask(Socket client, Socket server) throws IOException {
        server.setSoTimeout(TIMEOUT_MILLIS);
        client.setSoTimeout(TIMEOUT_MILLIS);
        client.getOutputStream().write('?');
        server.getOutputStream().write(server.getInputStream().read());
        return client.getInputStream().read() == '?' ? "answered" : "connection closed";
    }
}
