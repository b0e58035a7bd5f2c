package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * {@code Address already in use}, now and then, on a port that was found free a moment ago: the search closes its
 * socket, and until the server opens its own, the port is anybody's. On a machine that runs many tests at once,
 * somebody takes it.
 *
 * <pre>
 * $ ./sockets pitfall stolen-port
 * done:   looked for a free port; another program took one that was free
 * broken: BindException: Address already in use
 * fixed:  listening
 * </pre>
 */
public final class StolenPort {

    private static final int BACKLOG = 50;

    private StolenPort() {}

    /** How a server comes to its port; what happens in between happens at the latest possible moment. */
    @FunctionalInterface
    interface Listening {
        ServerSocket listen(AnotherProgram meanwhile) throws IOException;
    }

    /** What another program does to a port. */
    @FunctionalInterface
    interface AnotherProgram {
        void takes(int port);
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   looked for a free port; another program took one that was free");
        IO.println("broken: " + outcome(StolenPort::findThenListen));
        IO.println("fixed:  " + outcome(StolenPort::listenAndAsk));
    }

    static String outcome(Listening listening) throws IOException {
        List<ServerSocket> others = new ArrayList<>();
        try {
            return BlockingCall.outcome(() -> {
                try (ServerSocket listener = listening.listen(port -> take(port, others))) {
                    return listener.getLocalPort() > 0 ? "listening" : "not listening";
                }
            });
        } finally {
            for (ServerSocket other : others) {
                other.close();
            }
        }
    }

    private static void take(int port, List<ServerSocket> others) {
        try {
            others.add(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            // it is in use: the server was faster
        }
    }

    /** Broken: finds a free port, lets it go, and takes it. */
    static ServerSocket findThenListen(AnotherProgram meanwhile) throws IOException {
        int port;
        try (ServerSocket search = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            port = search.getLocalPort();
        }
        meanwhile.takes(port);
        return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** Fixed: takes a free port, keeps it, and says which it is. */
    static ServerSocket listenAndAsk(AnotherProgram meanwhile) throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        int port = listener.getLocalPort();
        meanwhile.takes(port);
        return listener;
    }
}
