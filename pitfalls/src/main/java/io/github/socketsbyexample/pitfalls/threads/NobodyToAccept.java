package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * {@code accept} returns null although the selector named the listener as ready: a selector only ever adds to its set of
 * selected keys, so whoever is not taken out is handled again with every round, whatever that one is about. And the number
 * that {@code select} returns does not count it again: a loop that goes by the number is deaf to it, and spins.
 *
 * <pre>
 * $ ./sockets pitfall nobody-to-accept
 * done:   two clients came, one after the other, and waited for an echo
 * broken: NullPointerException: accept returned null
 * fixed:  2 clients served
 * </pre>
 */
public final class NobodyToAccept {

    static final int CLIENTS = 2;

    private static final int BUFFER_BYTES = 8192;

    private NobodyToAccept() {}

    /** How a server waits until there is something to do, and has it done. */
    @FunctionalInterface
    interface Round {
        void go(Selector selector, Handler handler) throws IOException;
    }

    /** Does what there is to do for one channel. */
    @FunctionalInterface
    interface Handler {
        void handle(SelectionKey key) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   two clients came, one after the other, and waited for an echo");
        IO.println("broken: " + outcome(NobodyToAccept::leaveSelected, LoopbackConnection.DEADLINE));
        IO.println("fixed:  " + outcome(NobodyToAccept::clearSelected, LoopbackConnection.DEADLINE));
    }

    static String outcome(Round round, Duration time) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Selector selector = Selector.open()) {
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            SocketAddress address = listener.getLocalAddress();
            try {
                BlockingCall server = BlockingCall.at(() -> serve(selector, round));
                BlockingCall.at(() -> comeAndGo(address));
                return server.outcome(time);
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private static String comeAndGo(SocketAddress server) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket client = new Socket()) {
                client.connect(server, (int) LoopbackConnection.DEADLINE.toMillis());
                client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
                client.getOutputStream().write(1);
                client.getInputStream().read();
            }
        }
        return "gone";
    }

    private static String serve(Selector selector, Round round) throws IOException {
        AtomicInteger gone = new AtomicInteger();
        while (gone.get() < CLIENTS) {
            round.go(selector, key -> handle(key, gone));
        }
        return gone + " clients served";
    }

    private static void handle(SelectionKey key, AtomicInteger gone) throws IOException {
        if (key.channel() instanceof ServerSocketChannel listener) {
            SocketChannel client = Objects.requireNonNull(listener.accept(), "accept returned null");
            client.configureBlocking(false).register(key.selector(), SelectionKey.OP_READ);
        } else if (key.channel() instanceof SocketChannel client) {
            ByteBuffer echo = ByteBuffer.allocate(BUFFER_BYTES);
            if (client.read(echo) == -1) {
                client.close();
                gone.incrementAndGet();
            } else {
                client.write(echo.flip());
            }
        }
    }

    /** Broken: leaves in the set what it has handled. */
    static void leaveSelected(Selector selector, Handler handler) throws IOException {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            handler.handle(key);
        }
    }

    /** Fixed: empties the set afterwards. ({@code select(action)} fills none.) */
    static void clearSelected(Selector selector, Handler handler) throws IOException {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            handler.handle(key);
        }
        selector.selectedKeys().clear();
    }
}
