package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.Socket;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Both programs hang before the first object, each in {@code new ObjectInputStream}: that constructor waits for the
 * header that the other side's ObjectOutputStream sends, and neither side has made one yet. (Whether to read objects
 * from a peer at all: {@link UninvitedObject}. What is sent here is a string, as {@code writeUTF} writes it.)
 *
 * <pre>
 * $ ./sockets pitfall deadlocked-object-streams
 * done:   both ends open their object streams, say who they are, and listen
 * broken: the client: still blocked, the server: still blocked
 * fixed:  the client: met "server", the server: met "client"
 * </pre>
 */
public final class DeadlockedObjectStreams {

    static final Duration PATIENCE = Duration.ofMillis(400); // twice, once an end

    private DeadlockedObjectStreams() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   both ends open their object streams, say who they are, and listen");
        IO.println("broken: " + bothEnds(DeadlockedObjectStreams::inputFirst, PATIENCE));
        IO.println("fixed:  " + bothEnds(DeadlockedObjectStreams::outputFirst, LoopbackConnection.DEADLINE));
    }

    /** What each end does. */
    @FunctionalInterface
    interface Greeting {
        String exchange(Socket socket, String name) throws IOException;
    }

    /** Says what each end has come to within so long. */
    static String bothEnds(Greeting greeting, Duration patience) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall client = BlockingCall.at(() -> greeting.exchange(connection.client(), "client"));
            BlockingCall server = BlockingCall.at(() -> greeting.exchange(connection.server(), "server"));
            return "the client: " + client.outcome(patience) + ", the server: " + server.outcome(patience);
        }
    }

    /** Broken: waits for the other's header before it sends its own. */
    static String inputFirst(Socket socket, String name) throws IOException {
        ObjectInputStream in = new ObjectInputStream(socket.getInputStream());
        ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        out.flush();
        return greet(out, name, in);
    }

    /** Fixed: sends its own header first. */
    static String outputFirst(Socket socket, String name) throws IOException {
        ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        out.flush(); // or the header stays in the buffer, and both wait again
        ObjectInputStream in = new ObjectInputStream(socket.getInputStream());
        return greet(out, name, in);
    }

    private static String greet(ObjectOutputStream out, String name, ObjectInputStream in) throws IOException {
        out.writeUTF(name);
        out.flush();
        return "met \"" + in.readUTF() + '"';
    }
}
