package io.github.socketsbyexample.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends a message, ends its stream (half-close) and reads until the server ends the other: the end of the stream is
 * this protocol's only frame. The server closes first.
 *
 * <p>Source: document 000, section 1.1.1. Run: {@code ./sockets tcp-basic echo-client "Hello, world"}
 */
public final class EchoClient implements AutoCloseable {

    private static final int CHUNK_BYTES = 16 * 1024; // fits every system's send and receive buffers

    private final Socket socket;

    /**
     * Connects.
     *
     * @param timeout for the connection and for each wait for an answer
     */
    public EchoClient(InetSocketAddress server, Duration timeout) throws IOException {
        socket = MultiAddressConnector.connect(server, timeout);
    }

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(EchoClient.class, EchoServer.PORT)
                .operands("[MESSAGE]", 1)
                .run(args, EchoClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        String message = arguments.operand("Hello, world");
        try (EchoClient client = new EchoClient(arguments.serverAddress(), arguments.timeout())) {
            byte[] echo = client.echo(message.getBytes(StandardCharsets.UTF_8));
            System.out.println("Received: " + Texts.printable(new String(echo, StandardCharsets.UTF_8)));
        }
    }

    /**
     * Sends a message and returns what came back for it, of the same length. Can be called once.
     *
     * @throws EOFException if the server ended the conversation before that
     */
    public byte[] echo(byte[] message) throws IOException {
        byte[] answer = new byte[message.length];
        int sent = 0;
        int received = 0;
        // A client that wrote everything before it read could block for ever, and the server too, on full buffers.
        while (sent < message.length) {
            int chunk = Math.min(CHUNK_BYTES, message.length - sent);
            socket.getOutputStream().write(message, sent, chunk);
            sent += chunk;
            if (sent < message.length) {
                received += socket.getInputStream().readNBytes(answer, received, chunk);
            }
        }
        socket.shutdownOutput(); // tells the server that this is all, and leaves the way back open
        received += socket.getInputStream().readNBytes(answer, received, message.length - received);
        if (received < message.length) {
            throw new EOFException("connection closed after " + received + " of " + message.length + " bytes");
        }
        return answer;
    }

    /** Closes the connection. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
