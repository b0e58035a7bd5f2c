package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * The first request after a server's restart fails: the client has kept its connection, as pools do, and the server's
 * host, which lost its power, knows nothing of it. Nothing tells the client before it writes; then it is a reset. A
 * request that does no harm when it is carried out twice is sent once more, over a new connection.
 *
 * <pre>
 * $ ./sockets pitfall first-request-fails
 * done:   the server's host lost its power, and serves again
 * broken: SocketException: Connection reset
 * fixed:  answer to request a
 * </pre>
 */
public final class FirstRequestFails {

    private FirstRequestFails() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            try (DistantConnection first = DistantConnection.open(hosts);
                    DistantConnection second = DistantConnection.open(hosts)) {
                losePower(hosts, first, second);
                IO.println("done:   the server's host lost its power, and serves again");
                IO.println("broken: " + BlockingCall.outcome(() -> askAsBefore(first.client())));
                IO.println("fixed:  " + BlockingCall.outcome(() -> {
                    try (ServerSocket listener = DistantConnection.listen(hosts)) {
                        BlockingCall.at(() -> answerOne(listener));
                        return askOnceMore(second.client(), () -> DistantConnection.connect(hosts, listener));
                    }
                }));
            }
        });
    }

    /** The host forgets its connections, and can't tell anybody. */
    static void losePower(TwoHosts hosts, DistantConnection... connections) throws IOException {
        hosts.pullCable();
        for (DistantConnection connection : connections) {
            connection.server().setSoLinger(true, 0); // closed at once, and the reset that says so gets nowhere
            connection.server().close();
        }
        hosts.plugCable();
    }

    /** Accepts one connection, and answers one request. */
    static boolean answerOne(ServerSocket listener) throws IOException {
        try (Socket socket = listener.accept()) {
            int request = socket.getInputStream().read();
            socket.getOutputStream().write(request);
            return request >= 0;
        }
    }

    /** How a client connects anew. */
    @FunctionalInterface
    interface Connecting {
        Socket connect() throws IOException;
    }

    /** Broken: the kept connection is as good as a new one. */
    static String askAsBefore(Socket kept) throws IOException {
        return ask(kept);
    }

    /** Fixed: if it is not, a new one. */
    static String askOnceMore(Socket kept, Connecting connecting) throws IOException {
        try {
            return ask(kept);
        } catch (SocketException e) { // perhaps only the answer was lost: for requests that do no harm twice
            try (Socket anew = connecting.connect()) {
                return ask(anew);
            }
        }
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write('a');
        int answer = socket.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("connection closed");
        }
        return "answer to request " + (char) answer;
    }
}
