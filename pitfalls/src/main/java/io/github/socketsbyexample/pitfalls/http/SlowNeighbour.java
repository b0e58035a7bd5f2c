package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A page that takes long delays all others: the JDK's {@code HttpServer} answers in the thread that reads the requests,
 * unless it is given an executor.
 *
 * <pre>
 * $ ./sockets pitfall slow-neighbour
 * sent:   a request for /slow, which does not end, then one for /fast
 * broken: /fast: still blocked
 * fixed:  /fast: 204
 * </pre>
 */
public final class SlowNeighbour {

    static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int NO_CONTENT = 204;
    private static final int NO_BODY = -1;

    private SlowNeighbour() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a request for /slow, which does not end, then one for /fast");
        IO.println("broken: /fast: " + fast(SlowNeighbour::startAsItIs, PATIENCE));
        IO.println("fixed:  /fast: " + fast(SlowNeighbour::startWithThreads, LoopbackConnection.DEADLINE));
    }

    /** Says what a client sees of the fast page while another waits for the slow one. */
    static String fast(Consumer<HttpServer> start, Duration patience) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/slow", exchange -> {
            begun.countDown();
            await(end);
            answer(exchange);
        });
        server.createContext("/fast", SlowNeighbour::answer);
        start.accept(server);
        try {
            BlockingCall slow = BlockingCall.at(() -> status(server, "/slow"));
            await(begun);
            BlockingCall fast = BlockingCall.at(() -> status(server, "/fast"));
            String outcome = fast.outcome(patience);
            end.countDown();
            slow.outcome(LoopbackConnection.DEADLINE); // before the stop, which overlooks who is just coming in
            fast.outcome(LoopbackConnection.DEADLINE);
            return outcome;
        } finally {
            end.countDown();
            server.stop(0);
            if (server.getExecutor() instanceof ExecutorService executor) {
                executor.close();
            }
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
        exchange.close();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            boolean _ = latch.await(LoopbackConnection.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static int status(HttpServer server, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server.getAddress(), (int) LoopbackConnection.DEADLINE.toMillis());
            socket.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String statusLine = new String(socket.getInputStream().readNBytes("HTTP/1.1 204".length()),
                    StandardCharsets.US_ASCII);
            return Integer.parseInt(statusLine.substring("HTTP/1.1 ".length()));
        }
    }

    /** Broken: with the default executor, which has no thread of its own. */
    static void startAsItIs(HttpServer server) {
        server.start();
    }

    /** Fixed: with a thread for each exchange; whoever stops the server closes the executor. */
    static void startWithThreads(HttpServer server) {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }
}
