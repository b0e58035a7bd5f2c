package io.github.socketsbyexample.tools;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramSettings;

/**
 * What a {@link UdpRelay} keeps for one sender: a socket that is connected to the server, so that strangers' datagrams
 * are no answers, and that the server's system can tell when nobody listens there.
 */
final class UdpAssociation implements Closeable {

    private final int number;
    private final SocketAddress sender;
    private final DatagramSocket socket;
    private final Duration idle;
    private final WireClock clock;
    private final Outlet toServer;
    private final Outlet toSender;
    private long lastUsed = System.nanoTime(); // guarded by this

    /** Sends a datagram to the sender. */
    @FunctionalInterface
    interface Answering {
        /** Sends it. */
        void send(ByteBuffer answer) throws IOException;
    }

    /** Opens a socket for a sender; closed by {@link #close}, or once it has been idle for so long. */
    UdpAssociation(int number, SocketAddress sender, Answering answering, InetSocketAddress server, Duration idle,
            WireClock clock, Interference interference) throws IOException {
        this.number = number;
        this.sender = sender;
        this.idle = idle;
        this.clock = clock;
        this.socket = new DatagramSocket(null);
        try {
            socket.setReuseAddress(true); // for sendEmpty
            socket.bind(new InetSocketAddress(0));
            socket.connect(server);
            socket.setSoTimeout((int) idle.toMillis());
            toServer = interference.put(Direction.TO_SERVER,
                    (DatagramOutlet) this::sendToServer);
            toSender = interference.put(Direction.TO_CLIENT,
                    (DatagramOutlet) (bytes, offset, length) -> answering.send(ByteBuffer.wrap(bytes, offset, length)));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns whether this is still open, and if so, lets it stay so for another idle time. */
    synchronized boolean use() {
        lastUsed = System.nanoTime();
        return !socket.isClosed();
    }

    private synchronized boolean closedAsIdle() {
        if (System.nanoTime() - lastUsed >= idle.toNanos()) {
            socket.close();
        }
        return socket.isClosed();
    }

    /** Sends a datagram to the server, in the thread that received it. */
    void ask(byte[] bytes, int length) throws IOException {
        carry(Direction.TO_SERVER, toServer, bytes, length);
    }

    /** Sends what the server answers to the sender, until this is closed; closes it once it is idle. */
    void carryAnswers() {
        byte[] buffer = new byte[DatagramSettings.MAX_PAYLOAD + 1]; // a byte to spare: nothing can be cut
        while (!socket.isClosed()) {
            try {
                DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
                socket.receive(answer);
                if (use()) {
                    carry(Direction.TO_CLIENT, toSender, buffer, answer.getLength());
                }
            } catch (PortUnreachableException e) {
                reportUnreachable();
            } catch (SocketTimeoutException e) {
                if (closedAsIdle()) {
                    return;
                }
            } catch (ClosedChannelException e) {
                close(); // the relay's own socket is closed: nobody can be answered any more
            } catch (IOException e) {
                if (!socket.isClosed()) { // an answer is lost, as datagrams are
                    LoggerFactory.getLogger(UdpAssociation.class)
                            .warn("{}: {}", Addresses.format(sender), e.getMessage());
                }
            }
        }
    }

    private void carry(Direction direction, Outlet outlet, byte[] bytes, int length) throws IOException {
        clock.report(at -> new WireEvent.Datagram(number, at, direction, length,
                WireEvent.beginning(bytes, 0, length)));
        outlet.send(bytes, 0, length);
    }

    private void sendToServer(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            sendEmpty();
            return;
        }
        DatagramPacket question = new DatagramPacket(bytes, offset, length);
        try {
            socket.send(question);
        } catch (PortUnreachableException e) { // is about an earlier datagram, and this one has not left
            reportUnreachable();
            socket.send(question);
        }
    }

    /** The JDK lets a connected socket send nothing instead of an empty datagram, so another one has to use its port. */
    private void sendEmpty() throws IOException {
        try (DatagramSocket notConnected = new DatagramSocket(null)) {
            notConnected.setReuseAddress(true);
            notConnected.bind(socket.getLocalSocketAddress()); // what arrives goes to the connected one all the same
            notConnected.send(new DatagramPacket(new byte[0], 0, socket.getRemoteSocketAddress()));
        }
    }

    private void reportUnreachable() {
        clock.report(at -> new WireEvent.Unreachable(number, at));
    }

    /** Closes the socket, which ends {@link #carryAnswers}. */
    @Override
    public void close() {
        socket.close();
    }

    /** Sends datagrams: there is nothing that could be ended or aborted. */
    @FunctionalInterface
    private interface DatagramOutlet extends Outlet {
        @Override
        default void end() {}

        @Override
        default void reset() {}

        @Override
        default void cut() {}
    }
}
