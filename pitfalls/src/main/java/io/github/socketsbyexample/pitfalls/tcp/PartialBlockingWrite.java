package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The end of a large message is never sent, and no error tells, although the channel is in blocking mode: in a virtual
 * thread a write returns with what fit into the send buffer. Beneath, the JDK makes the channel non-blocking so that the
 * thread can wait without its carrier, and leaves it so: from then on a platform thread's writes are cut as well. The
 * streams of a {@code Socket} write all of it in either kind of thread.
 *
 * <pre>
 * $ ./sockets pitfall partial-blocking-write
 * sent:   16777216 bytes through a blocking channel, in a virtual thread
 * broken: less than 16777216 bytes arrived
 * fixed:  16777216 bytes arrived
 * </pre>
 */
public final class PartialBlockingWrite {

    static final int BYTES = 16 << 20; // more than both sides' buffers

    private static final Duration BUSY = Duration.ofMillis(200); // a receiver that reads at once may make room for all

    private PartialBlockingWrite() {}

    /** How the message is sent. */
    @FunctionalInterface
    interface Sending {
        void send(SocketChannel channel, ByteBuffer message) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + BYTES + " bytes through a blocking channel, in a virtual thread");
        IO.println("broken: " + arrived(Thread.ofVirtual(), PartialBlockingWrite::writeOnce));
        IO.println("fixed:  " + arrived(Thread.ofVirtual(), PartialBlockingWrite::writeAll));
    }

    static String arrived(Thread.Builder thread, Sending sending) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
                Socket receiver = listener.accept()) {
            receiver.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            BlockingCall sender = BlockingCall.at(thread, () -> {
                sending.send(channel, ByteBuffer.allocate(BYTES));
                return channel.shutdownOutput();
            });
            sender.outcome(BUSY);
            long arrived = receiver.getInputStream().transferTo(OutputStream.nullOutputStream());
            sender.outcome(LoopbackConnection.DEADLINE);
            return (arrived < BYTES ? "less than " : "") + BYTES + " bytes arrived";
        }
    }

    /** Broken: one write for one message, as a platform thread may do on a channel that is its own. */
    static void writeOnce(SocketChannel channel, ByteBuffer message) throws IOException {
        channel.write(message);
    }

    /** Fixed: as long as something is left; each write waits until the channel takes some of it. */
    static void writeAll(SocketChannel channel, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }
}
