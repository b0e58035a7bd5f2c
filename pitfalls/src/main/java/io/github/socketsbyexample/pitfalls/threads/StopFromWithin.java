package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A server that a client may stop hangs instead: the handler that got the message stops the server, which waits for all
 * handlers, this one included. Python's {@code shutdown} has the same trap.
 *
 * <pre>
 * $ ./sockets pitfall stop-from-within
 * sent:   "stop", by a client
 * broken: still blocked
 * fixed:  stopped
 * </pre>
 */
public final class StopFromWithin {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private StopFromWithin() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"stop\", by a client");
        IO.println("broken: " + outcome(StopFromWithin::stopAndWait, PATIENCE));
        IO.println("fixed:  " + outcome(StopFromWithin::askToStop, LoopbackConnection.DEADLINE));
    }

    /** Lets a handler stop its server, and says what who waits for the server's end sees. */
    static String outcome(Consumer<ExecutorService> stop, Duration patience) throws IOException {
        ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            handlers.execute(() -> stop.accept(handlers)); // as the handler does that has read "stop"
            BlockingCall waiting = BlockingCall.at(() -> {
                return handlers.awaitTermination(1, TimeUnit.HOURS) ? "stopped" : "not stopped";
            });
            return waiting.outcome(patience);
        } finally {
            handlers.shutdownNow();
        }
    }

    /** Broken: waits for all handlers, itself among them. (With {@code close} not even an interrupt would end it.) */
    static void stopAndWait(ExecutorService handlers) {
        handlers.shutdown();
        try {
            boolean _ = handlers.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fixed: says that the server shall end, and returns; whoever started the server waits. */
    static void askToStop(ExecutorService handlers) {
        handlers.shutdown();
    }
}
