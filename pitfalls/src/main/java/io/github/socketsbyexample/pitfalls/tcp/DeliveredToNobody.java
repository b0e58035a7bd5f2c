package io.github.socketsbyexample.pitfalls.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A message counts as delivered although nobody was there to get it: a write succeeds when the system has taken the
 * bytes. That the other side had closed before shows at the next write, or never. Only an answer proves anything.
 *
 * <pre>
 * $ ./sockets pitfall delivered-to-nobody
 * sent:   "order 1" and "order 2", after the server has closed
 * broken: order 1: delivered, order 2: SocketException: Broken pipe
 * fixed:  order 1: EOFException: nobody confirmed it
 * </pre>
 */
public final class DeliveredToNobody {

    static final int CONFIRMED = '+'; // what the server answers to each message

    private DeliveredToNobody() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"order 1\" and \"order 2\", after the server has closed");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            IO.println("broken: order 1: " + BlockingCall.outcome(() -> deliver("order 1", connection.client()))
                    + ", order 2: " + BlockingCall.outcome(() -> deliver("order 2", connection.client())));
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            IO.println("fixed:  order 1: "
                    + BlockingCall.outcome(() -> deliverAndHear("order 1", connection.client())));
        }
    }

    /** Broken: believes the write. */
    static String deliver(String order, Socket socket) throws IOException {
        socket.getOutputStream().write(order.getBytes(StandardCharsets.UTF_8));
        return "delivered";
    }

    /** Fixed: believes the server's answer. */
    static String deliverAndHear(String order, Socket socket) throws IOException {
        socket.getOutputStream().write(order.getBytes(StandardCharsets.UTF_8));
        if (socket.getInputStream().read() != CONFIRMED) {
            throw new EOFException("nobody confirmed it");
        }
        return "delivered";
    }
}
