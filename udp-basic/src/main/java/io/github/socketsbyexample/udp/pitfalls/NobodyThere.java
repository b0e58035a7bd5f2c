package io.github.socketsbyexample.udp.pitfalls;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;

import io.github.socketsbyexample.common.Attempt;
import io.github.socketsbyexample.common.LoopbackDatagrams;
import io.github.socketsbyexample.common.Program;

/**
 * The client waits for all of its timeout, and again for each retry, although nobody listens on that port, and the
 * system was told so (ICMP port unreachable): it tells a connected socket only.
 *
 * <pre>
 * $ ./sockets udp-basic pitfall nobody-there
 * sent:   a question to a port where nobody listens
 * broken: SocketTimeoutException: Receive timed out
 * fixed:  PortUnreachableException
 * </pre>
 */
public final class NobodyThere {

    private static final int TIMEOUT_MILLIS = 500;

    private NobodyThere() {}

    /** Runs it from the command line. */
    public static void main(String[] args) {
        Program.task(NobodyThere.class).run(args, arguments -> show());
    }

    private static void show() throws IOException {
        System.out.println("sent:   a question to a port where nobody listens");
        SocketAddress nobody = portWithoutReceiver();
        System.out.println("broken: " + Attempt.outcome(() -> ask(nobody)));
        System.out.println("fixed:  " + Attempt.outcome(() -> askConnected(nobody)));
    }

    /** A port that was free a moment ago. */
    static SocketAddress portWithoutReceiver() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            return sockets.receiver().getLocalSocketAddress();
        }
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
