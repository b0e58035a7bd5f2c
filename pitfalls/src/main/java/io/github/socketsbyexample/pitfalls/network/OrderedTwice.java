package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Something was ordered once and comes twice: networks may deliver a datagram twice, and clients that get no answer ask
 * again. An order that does harm when it is carried out twice needs a number, and a server that remembers those it has
 * carried out. (Clients: {@code wrong-answer}.)
 *
 * <pre>
 * $ ./sockets pitfall ordered-twice
 * done:   two orders sent, on a way where every packet arrives twice
 * broken: 4 orders carried out
 * fixed:  2 orders carried out
 * </pre>
 */
public final class OrderedTwice {

    static final int ORDERS = 2;

    private static final int MOST_REMEMBERED = 1_000; // a second copy comes soon or never
    private static final int FIRST_MILLIS = 10_000; // each host on the way may have to ask for the next one's address, and again
    private static final int SOON_MILLIS = 500; // after which no more comes

    private OrderedTwice() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            hosts.duplicate();
            IO.println("done:   two orders sent, on a way where every packet arrives twice");
            IO.println("broken: " + carriedOut(hosts, OrderedTwice::carryOutAll) + " orders carried out");
            IO.println("fixed:  " + carriedOut(hosts, OrderedTwice::carryOutNew) + " orders carried out");
        });
    }

    /** How a server takes orders, until no more come; returns how many it has carried out. */
    @FunctionalInterface
    interface Serving {
        int serve(DatagramSocket server) throws IOException;
    }

    static int carriedOut(TwoHosts hosts, Serving serving) throws IOException {
        try (DatagramSocket server = hosts.far().call(() -> new DatagramSocket(0, InetAddress.ofLiteral(TwoHosts.FAR)));
                DatagramSocket client = hosts.near().call(() -> new DatagramSocket())) {
            for (byte number = 1; number <= ORDERS; number++) {
                client.send(new DatagramPacket(new byte[]{number}, 1,
                        new InetSocketAddress(TwoHosts.FAR, server.getLocalPort())));
            }
            server.setSoTimeout(FIRST_MILLIS);
            return serving.serve(server);
        }
    }

    /** Broken: each datagram is an order. */
    static int carryOutAll(DatagramSocket server) throws IOException {
        int carriedOut = 0;
        while (nextNumber(server) > 0) {
            carriedOut++;
        }
        return carriedOut;
    }

    /** Fixed: each number is an order. */
    static int carryOutNew(DatagramSocket server) throws IOException {
        SequencedSet<Integer> known = new LinkedHashSet<>(); // with several clients: of addresses and numbers
        int carriedOut = 0;
        for (int number; (number = nextNumber(server)) > 0;) {
            if (known.add(number)) {
                carriedOut++;
            }
            if (known.size() > MOST_REMEMBERED) {
                known.removeFirst();
            }
        }
        return carriedOut;
    }

    /** Returns the number of the next order, or 0 if there is none. */
    private static int nextNumber(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1], 1);
        try {
            server.receive(packet);
            server.setSoTimeout(SOON_MILLIS);
            return packet.getData()[0];
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }
}
