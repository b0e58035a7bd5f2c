package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The end of a large message is never sent, and no error tells: a write on a non-blocking channel takes what fits in
 * the send buffer and returns how much that was. (The streams of a {@code Socket} write all of it, or throw; a channel in
 * blocking mode does so in platform threads only: {@link PartialBlockingWrite}.)
 *
 * <pre>
 * $ ./sockets pitfall partial-write
 * sent:   16777216 bytes through a non-blocking channel
 * broken: less than 16777216 bytes arrived
 * fixed:  16777216 bytes arrived
 * </pre>
 */
public final class PartialWrite {

    static final int BYTES = 16 << 20; // more than both sides' buffers

    private static final long POLL_NANOS = 1_000_000; // a full buffer can only be asked for

    private PartialWrite() {}

    /** How the message is sent. */
    @FunctionalInterface
    interface Sending {
        void send(SocketChannel channel, ByteBuffer message) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + BYTES + " bytes through a non-blocking channel");
        IO.println("broken: " + arrived(PartialWrite::writeOnce));
        IO.println("fixed:  " + arrived(PartialWrite::writeAll));
    }

    static String arrived(Sending sending) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
                Socket receiver = listener.accept()) {
            receiver.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            channel.configureBlocking(false);
            BlockingCall sender = BlockingCall.at(() -> {
                sending.send(channel, ByteBuffer.allocate(BYTES));
                return channel.shutdownOutput();
            });
            awaitFull(channel, sender.thread()); // a receiver that reads at once may make room for all of a write
            long arrived = receiver.getInputStream().transferTo(OutputStream.nullOutputStream());
            sender.outcome(LoopbackConnection.DEADLINE);
            return (arrived < BYTES ? "less than " : "") + BYTES + " bytes arrived";
        }
    }

    private static void awaitFull(SocketChannel channel, Thread sender) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (sender.isAlive() && selector.selectNow() > 0) {
                selector.selectedKeys().clear();
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /** Broken: one write for one message. */
    static void writeOnce(SocketChannel channel, ByteBuffer message) throws IOException {
        channel.write(message);
    }

    /** Fixed: as long as something is left, waits until the channel takes more. */
    static void writeAll(SocketChannel channel, ByteBuffer message) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (message.hasRemaining()) {
                selector.select();
                channel.write(message);
            }
        }
    }
}
