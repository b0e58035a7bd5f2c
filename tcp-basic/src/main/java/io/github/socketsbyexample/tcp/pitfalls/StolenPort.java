package io.github.socketsbyexample.tcp.pitfalls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import io.github.socketsbyexample.common.Attempt;
import io.github.socketsbyexample.common.Program;

/**
 * {@code Address already in use}, now and then, on a port that was found free a moment ago: the search closes its
 * socket, and until the server opens its own, the port is anybody's. On a machine that runs many tests at once,
 * somebody takes it.
 *
 * <pre>
 * $ ./sockets tcp-basic pitfall stolen-port
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

    /** Runs it from the command line. */
    public static void main(String[] args) {
        Program.task(StolenPort.class).run(args, arguments -> show());
    }

    private static void show() throws IOException {
        System.out.println("done:   looked for a free port; another program took one that was free");
        System.out.println("broken: " + outcome(StolenPort::findThenListen));
        System.out.println("fixed:  " + outcome(StolenPort::listenAndAsk));
    }

    static String outcome(Listening listening) throws IOException {
        List<ServerSocket> others = new ArrayList<>();
        try {
            return Attempt.outcome(() -> {
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
