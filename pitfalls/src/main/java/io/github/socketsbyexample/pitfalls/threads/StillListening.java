package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * {@code Address already in use}, although the listener on that port was closed, and clients still get a connection, on
 * which nobody answers: a channel that is registered with a selector is closed to Java at once, and to the system when the
 * selector lets go of it, in its next selection.
 *
 * <pre>
 * $ ./sockets pitfall still-listening
 * done:   closed a listener that was registered with a selector
 * broken: client: connected; new listener: BindException: Address already in use
 * fixed:  client: ConnectException: Connection refused; new listener: listening
 * </pre>
 */
public final class StillListening {

    private static final int BACKLOG = 50;

    private StillListening() {}

    /** How a listener is closed that a selector watches. */
    @FunctionalInterface
    interface Closing {
        void close(ServerSocketChannel listener, Selector selector) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   closed a listener that was registered with a selector");
        IO.println("broken: " + afterwards(StillListening::close));
        IO.println("fixed:  " + afterwards(StillListening::closeAndSelect));
    }

    static String afterwards(Closing closing) throws IOException {
        try (Selector selector = Selector.open(); ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            closing.close(listener, selector);
            return "client: " + BlockingCall.outcome(() -> connect(address)) + "; new listener: "
                    + BlockingCall.outcome(() -> listen(address));
        }
    }

    private static String connect(InetSocketAddress address) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(address, (int) LoopbackConnection.DEADLINE.toMillis());
            return "connected";
        }
    }

    static String listen(InetSocketAddress address) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(address, BACKLOG);
            return "listening";
        }
    }

    /** Broken: cancels its key, and leaves it to the selector. */
    static void close(ServerSocketChannel listener, Selector selector) throws IOException {
        listener.close();
    }

    /** Fixed: has the selector let go of it; {@code wakeup()} if another thread selects. */
    static void closeAndSelect(ServerSocketChannel listener, Selector selector) throws IOException {
        listener.close();
        selector.selectNow();
    }
}
