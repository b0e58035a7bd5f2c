package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One side of a UDP conversation in a test: datagrams and nothing else, with a deadline on every wait. */
public final class RawDatagrams implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 20_000;

    private final DatagramSocket socket;

    /** What arrived, and from where. */
    public static final class Received {

        private final byte[] bytes;
        private final InetSocketAddress sender;

        private Received(DatagramPacket packet) {
            bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            sender = (InetSocketAddress) packet.getSocketAddress();
        }

        /** Returns the bytes. */
        public byte[] bytes() {
            return bytes;
        }

        /** Returns the bytes as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Returns the sender. */
        public InetSocketAddress sender() {
            return sender;
        }
    }

    /** Takes any free port of the loopback interface. It is not connected: it sends empty datagrams, and hears all. */
    public RawDatagrams() throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Takes an address. */
    public RawDatagrams(InetSocketAddress address) throws IOException {
        socket = new DatagramSocket(address);
        socket.setSoTimeout(DEADLINE_MILLIS);
    }

    /** Returns where it is. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Sends a datagram. */
    public void send(InetSocketAddress receiver, byte... bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, receiver));
    }

    /** Sends a datagram of UTF-8. */
    public void send(InetSocketAddress receiver, String text) throws IOException {
        send(receiver, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the next datagram. */
    public Received receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return new Received(packet);
    }

    /** Returns the socket, for what is not here. */
    public DatagramSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
