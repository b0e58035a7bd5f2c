package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A thread that was interrupted does not stop: a platform thread in a {@code Socket}'s read (or accept, or receive)
 * takes no notice. A virtual thread does, and its socket is closed; so does either, if the socket belongs to a {@code SocketChannel}.
 * Closing the socket ends all of them.
 *
 * <pre>
 * $ ./sockets pitfall ignored-interrupt
 * done:   told a thread to stop that waits for its client's next message
 * broken: platform thread: still blocked; virtual thread: SocketException: Closed by interrupt
 * fixed:  platform thread: SocketException: Socket closed; virtual thread: SocketException: Socket closed
 * </pre>
 */
public final class IgnoredInterrupt {

    private static final Duration PATIENCE = Duration.ofMillis(500); // with a platform thread that does not end

    private IgnoredInterrupt() {}

    /** How a handler is told to stop. */
    @FunctionalInterface
    interface Stop {
        void stop(Thread handler, Socket client) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   told a thread to stop that waits for its client's next message");
        show("broken: ", IgnoredInterrupt::interrupt, PATIENCE);
        show("fixed:  ", IgnoredInterrupt::close, LoopbackConnection.DEADLINE);
    }

    private static void show(String half, Stop stop, Duration patience) throws IOException {
        IO.println(half + "platform thread: " + stopped(Thread.ofPlatform().daemon(), stop, patience)
                + "; virtual thread: " + stopped(Thread.ofVirtual(), stop, LoopbackConnection.DEADLINE));
    }

    /** Says what became of a handler in a thread of such a kind. */
    static String stopped(Thread.Builder kind, Stop stop, Duration patience) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InputStream in = connection.server().getInputStream(); // here: a closed socket gives none
            BlockingCall handler = BlockingCall.at(kind, in::read);
            stop.stop(handler.thread(), connection.server());
            return handler.outcome(patience);
        }
    }

    /** Broken: interrupts the thread. */
    static void interrupt(Thread handler, Socket client) {
        handler.interrupt();
    }

    /** Fixed: closes what it waits for. */
    static void close(Thread handler, Socket client) throws IOException {
        client.close();
    }
}
