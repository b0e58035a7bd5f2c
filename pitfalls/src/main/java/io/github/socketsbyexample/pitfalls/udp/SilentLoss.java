package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * Most of the datagrams are missing, and neither side got an error, on the same machine: the receiver was slower than
 * the sender, and what finds no room in its buffer is dropped. UDP has no flow control; a protocol over it must.
 *
 * <pre>
 * $ ./sockets pitfall silent-loss
 * sent:   1000 datagrams to a receiver with a small buffer
 * broken: fewer than 1000 received, no error
 * fixed:  1000 received
 * </pre>
 */
public final class SilentLoss {

    static final int DATAGRAMS = 1000;
    static final int TRIES = 20;
    private static final int BUFFER_BYTES = 4096; // room for a few
    private static final int NO_MORE_MILLIS = 100; // on one machine, what was sent has arrived or is lost
    private static final int CONFIRMATION_MILLIS = 100;

    private SilentLoss() {}

    /** How the datagrams are sent. */
    @FunctionalInterface
    interface Sending {
        void send(LoopbackDatagrams sockets) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + DATAGRAMS + " datagrams to a receiver with a small buffer");
        int received = receivedAfterwards(SilentLoss::sendAll);
        IO.println("broken: " + (received < DATAGRAMS ? "fewer than " : "") + DATAGRAMS
                + " received, no error");
        IO.println("fixed:  " + receivedMeanwhile(SilentLoss::sendConfirmed) + " received");
    }

    /** The receiver does something else first. */
    static int receivedAfterwards(Sending sending) throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.receiver().setReceiveBufferSize(BUFFER_BYTES);
            sending.send(sockets);
            sockets.receiver().setSoTimeout(NO_MORE_MILLIS);
            return receiveAndConfirm(sockets.receiver());
        }
    }

    /** The receiver has a thread of its own. */
    static String receivedMeanwhile(Sending sending) throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.receiver().setReceiveBufferSize(BUFFER_BYTES);
            BlockingCall receiving = BlockingCall.at(() -> receiveAndConfirm(sockets.receiver()));
            sending.send(sockets);
            return receiving.outcome(LoopbackConnection.DEADLINE);
        }
    }

    /** Counts each number once, and says which it got. */
    private static int receiveAndConfirm(DatagramSocket socket) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        DatagramPacket packet = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
        try {
            while (numbers.size() < DATAGRAMS) {
                socket.receive(packet);
                numbers.add(ByteBuffer.wrap(packet.getData()).getInt());
                socket.send(packet); // back to where it came from
            }
        } catch (SocketTimeoutException e) {
            // no more come
        }
        return numbers.size();
    }

    /** Broken: sends as fast as it can. */
    static void sendAll(LoopbackDatagrams sockets) throws IOException {
        for (int number = 0; number < DATAGRAMS; number++) {
            sockets.send(bytes(number));
        }
    }

    /** Fixed: sends the next when this one is confirmed, and this one again when it is not. */
    static void sendConfirmed(LoopbackDatagrams sockets) throws IOException {
        sockets.sender().setSoTimeout(CONFIRMATION_MILLIS);
        for (int number = 0; number < DATAGRAMS; number++) {
            int tries = 0;
            do {
                if (tries++ == TRIES) {
                    throw new IOException("datagram " + number + " was not confirmed");
                }
                sockets.send(bytes(number));
            } while (!isConfirmed(sockets.sender(), number));
        }
    }

    private static boolean isConfirmed(DatagramSocket socket, int number) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[Integer.BYTES], Integer.BYTES);
        try {
            do {
                socket.receive(packet);
            } while (ByteBuffer.wrap(packet.getData()).getInt() != number); // a late one, of a datagram sent twice
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
