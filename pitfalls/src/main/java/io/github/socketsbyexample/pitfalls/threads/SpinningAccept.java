package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * The server uses all of a CPU and fills the log when descriptors run out ("Too many open files"): accept fails at
 * once, the client stays in the backlog, and the loop tries again at once. The listener is well, and everything is fine
 * again as soon as a conversation ends.
 *
 * <pre>
 * $ ./sockets pitfall spinning-accept
 * done:   no descriptor is free for 300 ms
 * broken: more than 1000 attempts to accept
 * fixed:  fewer than 20 attempts to accept
 * </pre>
 */
public final class SpinningAccept {

    static final int MANY = 1000;
    static final int FEW = 20;
    private static final int OUTAGE_MILLIS = 300;
    private static final int SHORTEST_WAIT_MILLIS = 5; // a conversation may end at any moment
    private static final int LONGEST_WAIT_MILLIS = 1000; // nobody notices that a server is back a second late

    private SpinningAccept() {}

    /** How a server accepts, until its listener is closed. */
    @FunctionalInterface
    interface Accepting {
        void acceptAll(ServerSocket listener) throws InterruptedException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   no descriptor is free for " + OUTAGE_MILLIS + " ms");
        IO.println("broken: " + inWords(attempts(SpinningAccept::retryAtOnce)) + " attempts to accept");
        IO.println("fixed:  " + inWords(attempts(SpinningAccept::retryLater)) + " attempts to accept");
    }

    private static String inWords(int attempts) {
        return attempts > MANY ? "more than " + MANY : attempts < FEW ? "fewer than " + FEW : "about " + attempts;
    }

    static int attempts(Accepting accepting) throws IOException {
        try (WithoutDescriptors listener = new WithoutDescriptors()) {
            BlockingCall server = BlockingCall.at(() -> {
                accepting.acceptAll(listener);
                return "stopped";
            });
            server.outcome(Duration.ofMillis(OUTAGE_MILLIS));
            return listener.attempts.get();
        }
    }

    /** A listener in a process that has no descriptor left. */
    private static final class WithoutDescriptors extends ServerSocket {

        private final AtomicInteger attempts = new AtomicInteger();

        WithoutDescriptors() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            attempts.incrementAndGet();
            throw new SocketException("Too many open files");
        }
    }

    /** Broken: the next attempt follows at once. */
    static void retryAtOnce(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                listener.accept().close(); // the conversation
            } catch (IOException e) {
                // logged, a thousand times a second
            }
        }
    }

    /** Fixed: it follows after a while, and after a longer one each time. */
    static void retryLater(ServerSocket listener) throws InterruptedException {
        int wait = SHORTEST_WAIT_MILLIS;
        while (!listener.isClosed()) {
            try {
                listener.accept().close(); // the conversation
                wait = SHORTEST_WAIT_MILLIS;
            } catch (IOException e) {
                Thread.sleep(wait);
                wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
            }
        }
    }
}
