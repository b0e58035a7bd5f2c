package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The client says that its request is complete, and can't read the answer any more: it closed the output stream, which
 * closes the socket, both ways. {@code shutdownOutput} closes one way (a half-close).
 *
 * <pre>
 * $ ./sockets pitfall lost-answer
 * sent:   "hello" and the end of the stream, to a server that answers with what it got
 * broken: SocketException: Socket is closed
 * fixed:  "hello"
 * </pre>
 */
public final class LostAnswer {

    private LostAnswer() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\" and the end of the stream, to a server that answers with what it got");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall.at(() -> answer(connection.server()));
            IO.println("broken: " + BlockingCall.outcome(() -> '"' + askAndClose(connection.client()) + '"'));
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall.at(() -> answer(connection.server()));
            IO.println("fixed:  " + BlockingCall.outcome(() -> '"' + askAndHalfClose(connection.client()) + '"'));
        }
    }

    /** The server: reads all there is, and sends it back. */
    static String answer(Socket client) throws IOException {
        client.getOutputStream().write(client.getInputStream().readAllBytes());
        client.close();
        return "answered";
    }

    /** Broken: closes the stream that it has written to. */
    static String askAndClose(Socket socket) throws IOException {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().close();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Fixed: ends the stream that it has written to. */
    static String askAndHalfClose(Socket socket) throws IOException {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
