package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Each restart of a server loses a few requests: {@code shutdownNow} interrupts every handler, those in the middle of
 * an answer as well as idle ones. The order that loses none: accept nobody any more, let what is under way end for a
 * while, and cut then what is left.
 *
 * <pre>
 * $ ./sockets pitfall lost-in-the-restart
 * sent:   a request; the server was told to stop while it worked on it
 * broken: no answer
 * fixed:  "done"
 * </pre>
 */
public final class LostInTheRestart {

    static final Duration GRACE = Duration.ofSeconds(5); // for what is under way; the stop takes so long at most
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private LostInTheRestart() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a request; the server was told to stop while it worked on it");
        IO.println("broken: " + answerDuring(LostInTheRestart::interruptAll));
        IO.println("fixed:  " + answerDuring((listener, handlers) -> stopInOrder(listener, handlers, GRACE)));
    }

    /** How a server stops. */
    @FunctionalInterface
    interface Stop {
        void stop(ServerSocket listener, ExecutorService handlers) throws IOException, InterruptedException;
    }

    /** Says what a client gets whose request is being worked on when the server is told to stop. */
    static String answerDuring(Stop stop) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch worked = new CountDownLatch(1);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor()) {
            Socket accepted = listener.accept();
            handlers.execute(() -> handle(accepted, begun, worked));
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            client.getOutputStream().write('?');
            BlockingCall.at(() -> begun.await(1, TimeUnit.MINUTES)).outcome(LoopbackConnection.DEADLINE);
            BlockingCall stopping = BlockingCall.at(() -> {
                stop.stop(listener, handlers);
                return "stopped";
            });
            stopping.outcome(PATIENCE); // the work takes longer than it takes to tell the server
            worked.countDown();
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            stopping.outcome(LoopbackConnection.DEADLINE);
            return answer.isEmpty() ? "no answer" : '"' + answer + '"';
        }
    }

    private static void handle(Socket client, CountDownLatch begun, CountDownLatch worked) {
        try (client) {
            client.getInputStream().read();
            begun.countDown();
            worked.await();
            client.getOutputStream().write("done".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | InterruptedException e) {
            // cut: that is how it is told to stop
        }
    }

    /** Broken: the last step alone. */
    static void interruptAll(ServerSocket listener, ExecutorService handlers) throws IOException {
        listener.close();
        handlers.shutdownNow();
    }

    /** Fixed: the last step after some time for those at work. (Of virtual threads the interrupt closes the socket.) */
    static void stopInOrder(ServerSocket listener, ExecutorService handlers, Duration grace)
            throws IOException, InterruptedException {
        listener.close();
        handlers.shutdown();
        if (!handlers.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            handlers.shutdownNow();
        }
    }
}
