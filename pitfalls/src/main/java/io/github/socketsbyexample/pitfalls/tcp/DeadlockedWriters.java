package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Both programs hang for ever, each in {@code write}: the client sends all of its message before it reads, the server
 * answers as it reads, and when the buffers between them are full, each waits for the other to read. With small
 * messages it works.
 *
 * <pre>
 * $ ./sockets pitfall deadlocked-writers
 * sent:   4194304 bytes to a server that sends back what it reads
 * broken: still blocked
 * fixed:  4194304 bytes came back
 * </pre>
 */
public final class DeadlockedWriters {

    static final int BYTES = 4 << 20; // more than all four buffers
    private static final int BUFFER_BYTES = 64 * 1024; // set, so that the system does not let them grow
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private DeadlockedWriters() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + BYTES + " bytes to a server that sends back what it reads");
        try (LoopbackConnection connection = echo()) {
            BlockingCall broken = BlockingCall.at(() -> writeThenRead(connection.client()));
            IO.println("broken: " + broken.outcome(PATIENCE));
        }
        try (LoopbackConnection connection = echo()) {
            BlockingCall fixed = BlockingCall.at(() -> writeAndRead(connection.client()));
            IO.println("fixed:  " + fixed.outcome(LoopbackConnection.DEADLINE));
        }
    }

    /** A connection whose server end sends back what it reads, until the client ends its stream. */
    static LoopbackConnection echo() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open(BUFFER_BYTES);
        connection.client().setSendBufferSize(BUFFER_BYTES);
        connection.server().setSendBufferSize(BUFFER_BYTES);
        connection.server().setSoTimeout(0); // a deadline would end what is to be shown; closing ends it too
        BlockingCall.at(() -> {
            connection.server().getInputStream().transferTo(connection.server().getOutputStream());
            connection.server().shutdownOutput();
            return "done";
        });
        return connection;
    }

    /** Broken: first all of the message, then all of the answer. */
    static String writeThenRead(Socket socket) throws IOException {
        write(socket);
        return socket.getInputStream().readAllBytes().length + " bytes came back";
    }

    /** Fixed: a thread of its own writes while this one reads. (EchoClient, of tcp-basic, takes turns instead.) */
    static String writeAndRead(Socket socket) throws IOException {
        BlockingCall.at(() -> write(socket));
        return socket.getInputStream().readAllBytes().length + " bytes came back";
    }

    private static String write(Socket socket) throws IOException {
        socket.getOutputStream().write(new byte[BYTES]);
        socket.shutdownOutput();
        return "written";
    }
}
