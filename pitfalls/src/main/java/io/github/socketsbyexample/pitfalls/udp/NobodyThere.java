package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * The client waits for all of its timeout, and again for each retry, although nobody listens on that port, and the
 * system was told so (ICMP port unreachable): it tells a connected socket only.
 *
 * <pre>
 * $ ./sockets pitfall nobody-there
 * sent:   a question to a port where nobody listens
 * broken: SocketTimeoutException: Receive timed out
 * fixed:  PortUnreachableException
 * </pre>
 */
public final class NobodyThere {

    private static final int TIMEOUT_MILLIS = 500;

    private NobodyThere() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a question to a port where nobody listens");
        try (DatagramSocket holder = deaf()) {
            SocketAddress nobody = holder.getLocalSocketAddress();
            IO.println("broken: " + BlockingCall.outcome(() -> ask(nobody)));
            IO.println("fixed:  " + BlockingCall.outcome(() -> askConnected(nobody)));
        }
    }

    /** Holds a port at which nobody listens: connected to itself, it takes nothing of what others send. */
    static DatagramSocket deaf() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(socket.getLocalSocketAddress());
        return socket;
    }

    /** Broken: a socket that belongs to no conversation hears of no errors. */
    static String ask(SocketAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.send(new DatagramPacket(new byte[]{'?'}, 1, server));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return "answered";
        }
    }

    /** Fixed: connected, which sends nothing, and lets the socket hear of errors, and of no strangers. */
    static String askConnected(SocketAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(server);
            socket.send(new DatagramPacket(new byte[]{'?'}, 1));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return "answered";
        }
    }
}
