package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A server was stopped, and still answers: closing the listener ends {@code accept} and nothing else. Who is connected
 * goes on talking to a thread that nobody waits for any more, perhaps beside the server's successor, in the same files.
 *
 * <pre>
 * $ ./sockets pitfall still-answering
 * sent:   "hello", by a client that had connected before the server was stopped
 * broken: "hello", handler still running
 * fixed:  no answer, handler ended
 * </pre>
 */
public final class StillAnswering {

    private StillAnswering() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\", by a client that had connected before the server was stopped");
        IO.println("broken: " + afterwards(StillAnswering::stopAccepting));
        IO.println("fixed:  " + afterwards(StillAnswering::stopAltogether));
    }

    /** A server at work: what it accepts from, and a client's connection and thread. */
    record ServerAtWork(ServerSocket listener, Socket connection, Thread handler) {}

    /** How a server stops. */
    @FunctionalInterface
    interface Stop {
        void stop(ServerAtWork server) throws IOException, InterruptedException;
    }

    /** Says what the client gets afterwards, and what became of its handler. */
    static String afterwards(Stop stop) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket connection = listener.accept()) {
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            BlockingCall handler = BlockingCall
                    .at(() -> connection.getInputStream().transferTo(connection.getOutputStream()));
            BlockingCall stopping = BlockingCall.at(() -> {
                stop.stop(new ServerAtWork(listener, connection, handler.thread()));
                return "stopped";
            });
            stopping.outcome(LoopbackConnection.DEADLINE);
            return answer(client) + ", handler " + (handler.thread().isAlive() ? "still running" : "ended");
        }
    }

    private static String answer(Socket client) {
        try {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readNBytes("hello".length()), StandardCharsets.US_ASCII);
            return answer.isEmpty() ? "no answer" : '"' + answer + '"';
        } catch (IOException e) {
            return "no answer"; // a reset
        }
    }

    /** Broken: nobody new. */
    static void stopAccepting(ServerAtWork server) throws IOException {
        server.listener().close();
    }

    /** Fixed: nobody new, nobody old, and no thread. (Here without the grace of {@link LostInTheRestart}.) */
    static void stopAltogether(ServerAtWork server) throws IOException, InterruptedException {
        server.listener().close();
        server.connection().close();
        server.handler().join();
    }
}
