package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A connection counts as alive although the other side has left: {@code isConnected} tells that {@code connect} was
 * called once, and {@code isClosed} that {@code close} was, here. Neither asks the network. Only a read tells.
 *
 * <pre>
 * $ ./sockets pitfall still-connected
 * done:   the server has closed the connection
 * broken: still connected
 * fixed:  gone
 * </pre>
 */
public final class StillConnected {

    private static final int GLANCE_MILLIS = 10; // the end of the stream, if it has come, is read at once

    private StillConnected() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   the server has closed the connection");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            Socket client = connection.client();
            PushbackInputStream in = new PushbackInputStream(client.getInputStream());
            connection.server().close();
            IO.println("broken: " + (hasConnectedOnce(client) ? "still connected" : "gone"));
            IO.println("fixed:  " + (hasNotEnded(client, in) ? "still connected" : "gone"));
        }
    }

    /** Broken: looks at this end only. */
    static boolean hasConnectedOnce(Socket socket) {
        return socket.isConnected() && !socket.isClosed();
    }

    /**
     * Fixed: reads, and gives back what it read. "Not ended" is all that one can know: a peer whose cable was cut has
     * not ended either, and only an answer to a question proves that somebody is there.
     */
    static boolean hasNotEnded(Socket socket, PushbackInputStream in) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(GLANCE_MILLIS);
        try {
            int b = in.read();
            if (b != -1) {
                in.unread(b);
            }
            return b != -1;
        } catch (SocketTimeoutException e) {
            return true; // nothing to read, and no end
        } finally {
            socket.setSoTimeout(patience);
        }
    }
}
