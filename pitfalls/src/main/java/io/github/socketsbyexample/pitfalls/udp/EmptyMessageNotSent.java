package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * An empty datagram, a keep-alive or an end mark perhaps, never arrives, and {@code send} reports no error: a connected
 * {@code DatagramSocket} of the JDK does not send it. An unconnected one does; to UDP it is a message like any other.
 *
 * <pre>
 * $ ./sockets pitfall empty-message-not-sent
 * sent:   a datagram of 0 bytes, then "next"
 * broken: 4 bytes received first
 * fixed:  0 bytes received first
 * </pre>
 */
public final class EmptyMessageNotSent {

    private EmptyMessageNotSent() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a datagram of 0 bytes, then \"next\"");
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sendEmptyConnected(sockets.sender(), sockets.receiver().getLocalSocketAddress());
            sockets.send("next".getBytes(StandardCharsets.UTF_8));
            IO.println("broken: " + lengthReceived(sockets.receiver()) + " bytes received first");
        }
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sendEmptyUnconnected(sockets.sender(), sockets.receiver().getLocalSocketAddress());
            sockets.send("next".getBytes(StandardCharsets.UTF_8));
            IO.println("fixed:  " + lengthReceived(sockets.receiver()) + " bytes received first");
        }
    }

    static int lengthReceived(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        socket.receive(packet);
        return packet.getLength();
    }

    /** Broken: connects first, as clients should otherwise. */
    static void sendEmptyConnected(DatagramSocket socket, SocketAddress receiver) throws IOException {
        socket.connect(receiver);
        socket.send(new DatagramPacket(new byte[0], 0));
    }

    /** Fixed: names the receiver with the datagram. A protocol of one's own better has no empty messages. */
    static void sendEmptyUnconnected(DatagramSocket socket, SocketAddress receiver) throws IOException {
        socket.send(new DatagramPacket(new byte[0], 0, receiver));
    }
}
