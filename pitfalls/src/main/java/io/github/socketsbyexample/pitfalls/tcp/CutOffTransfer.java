package io.github.socketsbyexample.pitfalls.tcp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A transfer that broke off counts as whole: an end of the stream before the announced length, and a reset, are both
 * taken for the end. They are three outcomes: all there, ended too early (a FIN), broken (a RST).
 *
 * <pre>
 * $ ./sockets pitfall cut-off-transfer
 * sent:   10 bytes announced and sent
 * broken: "0123456789"
 * fixed:  "0123456789"
 * sent:   10 bytes announced, 4 sent, closed
 * broken: "0123"
 * fixed:  EOFException
 * sent:   10 bytes announced, 4 sent, reset
 * broken: "0123"
 * fixed:  SocketException: Connection reset
 * </pre>
 */
public final class CutOffTransfer {

    static final int ANNOUNCED_BYTES = 10; // as if a header had said so

    private CutOffTransfer() {}

    /** How the sender leaves. */
    @FunctionalInterface
    interface Ending {
        void end(Socket socket) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   10 bytes announced and sent");
        show("0123456789", Socket::close);
        IO.println("sent:   10 bytes announced, 4 sent, closed");
        show("0123", Socket::close);
        IO.println("sent:   10 bytes announced, 4 sent, reset");
        show("0123", CutOffTransfer::reset);
    }

    private static void show(String sent, Ending ending) throws IOException {
        try (LoopbackConnection connection = sender(sent, ending)) {
            IO.println("broken: " + BlockingCall.outcome(
                    () -> '"' + whateverCame(connection.server().getInputStream()) + '"'));
        }
        try (LoopbackConnection connection = sender(sent, ending)) {
            IO.println("fixed:  " + BlockingCall.outcome(
                    () -> '"' + allOrAnException(connection.server().getInputStream()) + '"'));
        }
    }

    /** A client that sends so much of the announced bytes and leaves. */
    static LoopbackConnection sender(String sent, Ending ending) throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.client().getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        LoopbackConnection.awaitBytes(connection.server().getInputStream(), sent.length()); // before a reset does
        ending.end(connection.client());
        return connection;
    }

    /** What a crash, a firewall or a full table on the way may do; SO_LINGER 0 is for tests like this one only. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Broken: whatever ends the stream ends the transfer. */
    static String whateverCame(InputStream in) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            for (int b; received.size() < ANNOUNCED_BYTES && (b = in.read()) != -1;) {
                received.write(b);
            }
        } catch (IOException e) {
            // the client has gone: no more will come
        }
        return received.toString(StandardCharsets.US_ASCII);
    }

    /** Fixed: all of it; an EOFException tells that the stream ended, another IOException that the connection broke. */
    static String allOrAnException(InputStream in) throws IOException {
        byte[] received = new byte[ANNOUNCED_BYTES];
        new DataInputStream(in).readFully(received);
        return new String(received, StandardCharsets.US_ASCII);
    }
}
