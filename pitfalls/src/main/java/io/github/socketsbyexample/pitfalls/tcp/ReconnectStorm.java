package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A server that is away for a moment comes back to a storm: each of its clients has been trying to connect thousands of
 * times a second, and all of them are there in the same instant. Once connected again, a client begins anew: it greets,
 * logs in, subscribes; a request whose answer is missing may have been carried out, and is repeated only if it may be
 * carried out twice ({@link PaidTwice}).
 *
 * <pre>
 * $ ./sockets pitfall reconnect-storm
 * done:   the server was away for 300 ms
 * broken: more than 50 attempts to connect
 * fixed:  fewer than 15 attempts to connect
 * </pre>
 */
public final class ReconnectStorm {

    static final int MANY = 50;
    static final int FEW = 15;
    private static final Duration OUTAGE = Duration.ofMillis(300);
    private static final int SHORTEST_WAIT_MILLIS = 20; // most outages are short
    private static final int LONGEST_WAIT_MILLIS = 1000; // short, to show it; a client of many takes half a minute
    static final Duration LONGEST_OUTAGE = Duration.ofMinutes(1); // then a person is told

    private ReconnectStorm() {}

    /** One attempt to connect. */
    @FunctionalInterface
    interface Attempt {
        Socket connect() throws IOException;
    }

    /** How a client comes to a new connection when it has lost the old one. */
    @FunctionalInterface
    interface Reconnecting {
        Socket reconnect(Attempt attempt) throws IOException, InterruptedException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   the server was away for " + OUTAGE.toMillis() + " ms");
        IO.println("broken: " + inWords(attempts(ReconnectStorm::atOnce)) + " attempts to connect");
        IO.println(
                "fixed:  " + inWords(attempts(client -> afterAWhile(client, LONGEST_OUTAGE))) + " attempts to connect");
    }

    private static String inWords(int attempts) {
        return attempts > MANY ? "more than " + MANY : attempts < FEW ? "fewer than " + FEW : "about " + attempts;
    }

    static int attempts(Reconnecting reconnecting) throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        try (Socket away = new Socket()) {
            away.setReuseAddress(true); // lets the server have the port in the end
            away.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // nobody else has it meanwhile
            InetSocketAddress address = (InetSocketAddress) away.getLocalSocketAddress();
            BlockingCall client = BlockingCall.at(() -> {
                try (Socket socket = reconnecting.reconnect(() -> connect(address, attempts))) {
                    return socket.isConnected() ? "connected" : "not connected";
                }
            });
            client.outcome(OUTAGE);
            try (ServerSocket back = new ServerSocket()) {
                back.bind(address);
                String outcome = client.outcome(LoopbackConnection.DEADLINE);
                if (!outcome.equals("connected")) {
                    throw new ConnectException(outcome);
                }
            }
        }
        return attempts.get();
    }

    private static Socket connect(InetSocketAddress server, AtomicInteger attempts) throws IOException {
        attempts.incrementAndGet();
        Socket socket = new Socket();
        try {
            socket.connect(server, (int) LoopbackConnection.DEADLINE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Broken: the next attempt follows at once, and for ever. */
    static Socket atOnce(Attempt attempt) throws IOException {
        while (true) {
            try {
                return attempt.connect();
            } catch (ConnectException e) {
                // still away
            }
        }
    }

    /** Fixed: after a wait, a longer one each time, of a random length, so that not all clients come at once. */
    static Socket afterAWhile(Attempt attempt, Duration longestOutage) throws IOException, InterruptedException {
        long end = System.nanoTime() + longestOutage.toNanos();
        for (int wait = SHORTEST_WAIT_MILLIS;; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
            try {
                return attempt.connect();
            } catch (ConnectException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(ThreadLocalRandom.current().nextInt(wait / 2, wait));
            }
        }
    }
}
