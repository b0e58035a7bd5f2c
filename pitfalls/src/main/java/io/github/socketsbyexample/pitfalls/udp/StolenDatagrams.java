package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A server hears nothing any more, and no error tells: it set SO_REUSEADDR, as TCP servers should, and so did another
 * one on its port. For UDP the option lets both have it, and Linux hands what comes to whoever was last. UDP has no
 * TIME_WAIT: a server needs no such option.
 *
 * <pre>
 * $ ./sockets pitfall stolen-datagrams
 * done:   started a second server on the port of the first, sent a datagram
 * broken: received by the second
 * fixed:  BindException: Address already in use
 * </pre>
 */
public final class StolenDatagrams {

    private static final int ARRIVED_MILLIS = 500; // on one machine, what was sent has arrived

    private StolenDatagrams() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   started a second server on the port of the first, sent a datagram");
        IO.println("broken: " + outcome(StolenDatagrams::shareWithWhoeverComes));
        IO.println("fixed:  " + outcome(StolenDatagrams::haveItAlone));
    }

    /** How a server prepares its socket, before it binds it. */
    @FunctionalInterface
    interface Preparation {
        void prepare(DatagramSocket socket) throws IOException;
    }

    static String outcome(Preparation preparation) throws IOException {
        try (DatagramSocket first = bound(preparation, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return BlockingCall.outcome(() -> {
                try (DatagramSocket second = bound(preparation, first.getLocalSocketAddress());
                        DatagramSocket client = new DatagramSocket()) {
                    client.send(new DatagramPacket(new byte[1], 1, first.getLocalSocketAddress()));
                    return "received by the " + (receives(second) ? "second" : receives(first) ? "first" : "neither");
                }
            });
        }
    }

    private static boolean receives(DatagramSocket socket) throws IOException {
        try {
            socket.setSoTimeout(ARRIVED_MILLIS);
            socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static DatagramSocket bound(Preparation preparation, SocketAddress address) throws IOException {
        DatagramSocket socket = new DatagramSocket(null);
        try {
            preparation.prepare(socket);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Broken: what is right for TCP. (A MulticastSocket does it by itself.) */
    static void shareWithWhoeverComes(DatagramSocket socket) throws IOException {
        socket.setReuseAddress(true);
    }

    /** Fixed: the default, said aloud. */
    static void haveItAlone(DatagramSocket socket) throws IOException {
        socket.setReuseAddress(false);
    }
}
