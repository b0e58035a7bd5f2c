package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Sends every byte back, in a virtual thread for each client, by a channel: what {@link EchoHandler} could gain. A socket's
 * stream passes the system 128 KiB at a time and copies them into an array; a channel does neither with a direct buffer.
 */
final class ChannelEcho implements Server {

    private static final int FIRST_BUFFER_BYTES = 1024; // in the heap: a direct one is too dear for a client that comes and goes
    private static final int STREAM_BUFFER_BYTES = 256 * 1024;

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ChannelEcho(InetSocketAddress address, ServerSettings settings) throws IOException {
        settings.listen(listener.socket(), address);
    }

    @Override
    public void serve() throws IOException {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                threads.execute(() -> converse(client));
            }
        } catch (ClosedChannelException | RejectedExecutionException e) {
            // close() ends it, before a client or right after one
        }
    }

    private static void converse(SocketChannel client) {
        try (client) {
            ByteBuffer buffer = ByteBuffer.allocate(FIRST_BUFFER_BYTES);
            while (client.read(buffer) != -1) {
                if (!buffer.hasRemaining() && !buffer.isDirect()) { // a stream
                    ByteBuffer larger = ByteBuffer.allocateDirect(STREAM_BUFFER_BYTES);
                    larger.put(buffer.flip());
                    buffer = larger;
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // its connection is broken, and closed now
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.socket().getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow(); // who is interrupted in a channel closes it
    }
}
