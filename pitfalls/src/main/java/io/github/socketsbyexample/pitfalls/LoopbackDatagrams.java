package io.github.socketsbyexample.pitfalls;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;

/**
 * Two UDP sockets within this process, to show what becomes of a datagram between them. Neither is connected, and no
 * receive waits longer than {@link LoopbackConnection#DEADLINE}.
 *
 * @param sender on any free port
 * @param receiver on any free port
 */
public record LoopbackDatagrams(DatagramSocket sender, DatagramSocket receiver) implements AutoCloseable {

    /** Opens both. */
    public static LoopbackDatagrams open() throws IOException {
        DatagramSocket sender = onLoopback();
        try {
            return new LoopbackDatagrams(sender, onLoopback());
        } catch (IOException e) {
            sender.close();
            throw e;
        }
    }

    private static DatagramSocket onLoopback() throws SocketException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            socket.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            return socket;
        } catch (SocketException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a datagram from the sender to the receiver. */
    public void send(byte... bytes) throws IOException {
        sender.send(new DatagramPacket(bytes, bytes.length, receiver.getLocalSocketAddress()));
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
