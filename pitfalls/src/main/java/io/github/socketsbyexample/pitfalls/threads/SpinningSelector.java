package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The server uses all of a CPU while its clients say nothing: {@code select} returns at once, again and again. A channel
 * can be written to as long as its send buffer has room, which is nearly always: OP_WRITE is for the time in which
 * something is left that the channel did not take.
 *
 * <pre>
 * $ ./sockets pitfall spinning-selector
 * done:   a client got its echo, and then said nothing for 300 ms
 * broken: select returned more than 100 times
 * fixed:  select returned fewer than 10 times
 * </pre>
 */
public final class SpinningSelector {

    static final int MANY = 100;
    static final int FEW = 10;
    private static final int BUFFER_BYTES = 8192;
    private static final Duration SILENCE = Duration.ofMillis(300);

    private SpinningSelector() {}

    /** What a selector shall look for while so much is left to be written. */
    @FunctionalInterface
    interface Interest {
        int operations(int bytesLeft);
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   a client got its echo, and then said nothing for " + SILENCE.toMillis() + " ms");
        IO.println("broken: select returned " + inWords(rounds(SpinningSelector::readAndWrite)) + " times");
        IO.println("fixed:  select returned " + inWords(rounds(SpinningSelector::readOrWrite)) + " times");
    }

    private static String inWords(int rounds) {
        return rounds > MANY ? "more than " + MANY : rounds < FEW ? "fewer than " + FEW : "about " + rounds;
    }

    static int rounds(Interest interest) throws IOException {
        AtomicInteger rounds = new AtomicInteger();
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Socket client = new Socket(listener.socket().getInetAddress(), listener.socket().getLocalPort());
                SocketChannel accepted = listener.accept()) {
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            BlockingCall server = BlockingCall.at(() -> echo(accepted, interest, rounds));
            client.getOutputStream().write(1);
            client.getInputStream().read();
            server.outcome(SILENCE);
            int counted = rounds.get();
            client.shutdownOutput(); // ends the server
            server.outcome(LoopbackConnection.DEADLINE);
            return counted;
        }
    }

    /** Serves one client to the end of the connection. */
    static String echo(SocketChannel client, Interest interest, AtomicInteger rounds) throws IOException {
        ByteBuffer echo = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        client.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = client.register(selector, SelectionKey.OP_READ);
            while (true) {
                selector.select();
                selector.selectedKeys().clear();
                rounds.incrementAndGet();
                if (!echo.hasRemaining()) {
                    if (client.read(echo.clear()) == -1) {
                        return "end";
                    }
                    echo.flip();
                }
                client.write(echo);
                key.interestOps(interest.operations(echo.remaining()));
            }
        }
    }

    /** Broken: looks for both, all the time. */
    static int readAndWrite(int bytesLeft) {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    /** Fixed: for room in the send buffer only while something is left, and for more from the client only then not. */
    static int readOrWrite(int bytesLeft) {
        return bytesLeft > 0 ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }
}
