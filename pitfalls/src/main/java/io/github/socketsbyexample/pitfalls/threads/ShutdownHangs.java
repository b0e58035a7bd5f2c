package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The server does not stop: {@code ExecutorService.close} waits for its tasks, each task waits for its client, and an
 * idle client waits for nobody. ({@code shutdownNow} interrupts, which platform threads ignore: {@link
 * IgnoredInterrupt}.)
 *
 * <pre>
 * $ ./sockets pitfall shutdown-hangs
 * done:   told a server with an idle client to stop
 * broken: still blocked
 * fixed:  stopped
 * </pre>
 */
public final class ShutdownHangs {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private ShutdownHangs() {}

    /** How a server stops. */
    @FunctionalInterface
    interface Stop {
        void stop(ExecutorService handlers, Iterable<Socket> clients) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   told a server with an idle client to stop");
        IO.println("broken: " + outcome(ShutdownHangs::waitForHandlers, PATIENCE));
        IO.println("fixed:  " + outcome(ShutdownHangs::closeConnections, LoopbackConnection.DEADLINE));
    }

    static String outcome(Stop stop, Duration patience) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().setSoTimeout(0); // a timeout would end it sometime; closing the connection does it here
            ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
            handlers.execute(() -> converse(connection.server()));
            BlockingCall stopping = BlockingCall.at(() -> {
                stop.stop(handlers, List.of(connection.server()));
                return "stopped";
            });
            return stopping.outcome(patience);
        }
    }

    private static void converse(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // cut: that is how it is told to stop
        }
    }

    /** Broken: waits for the handlers. */
    static void waitForHandlers(ExecutorService handlers, Iterable<Socket> clients) {
        handlers.close();
    }

    /** Fixed: cuts the connections, here without the grace that a server gives them, and waits then. */
    static void closeConnections(ExecutorService handlers, Iterable<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        handlers.close();
    }
}
