package io.github.socketsbyexample.pitfalls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Both ends of one TCP connection within this process, to show what one of them does to the other. No read waits longer
 * than {@link #DEADLINE}, so nothing that is shown hangs for ever.
 *
 * @param client the end that connected
 * @param server the end that was accepted
 */
public record LoopbackConnection(Socket client, Socket server) implements AutoCloseable {

    /** SO_TIMEOUT of both ends: long enough for the slowest machine, short enough for a person. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long POLL_NANOS = 1_000_000; // nothing tells how many bytes are there but asking

    /** Connects with the system's own buffers. */
    public static LoopbackConnection open() throws IOException {
        return open(0);
    }

    /**
     * Connects.
     *
     * @param receiveBytes how large the receive buffer of each end shall be (SO_RCVBUF; the system has a minimum, and
     *        Linux doubles it); 0 for the system's own size
     */
    public static LoopbackConnection open(int receiveBytes) throws IOException {
        Socket client = new Socket();
        try (ServerSocket listener = new ServerSocket()) {
            if (receiveBytes > 0) { // before the connection exists, or the window is settled without it
                listener.setReceiveBufferSize(receiveBytes);
                client.setReceiveBufferSize(receiveBytes);
            }
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            client.connect(listener.getLocalSocketAddress(), (int) DEADLINE.toMillis());
            Socket server = listener.accept(); // the system has connected it already: this does not wait
            client.setSoTimeout((int) DEADLINE.toMillis());
            server.setSoTimeout((int) DEADLINE.toMillis());
            return new LoopbackConnection(client, server);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Waits until so many bytes can be read at once, since even here they need a moment.
     *
     * @throws SocketTimeoutException if they have not come within the deadline
     */
    public static void awaitBytes(InputStream in, int count) throws IOException {
        awaitBytes(in, count, DEADLINE);
    }

    /** Likewise, with a deadline for this call. */
    static void awaitBytes(InputStream in, int count, Duration deadline) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        while (in.available() < count) {
            if (System.nanoTime() > end) {
                throw new SocketTimeoutException(in.available() + " of " + count + " bytes came");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Closes both ends; what is still blocked on one of them ends with an exception. */
    @Override
    public void close() throws IOException {
        try (client) {
            server.close();
        }
    }
}
