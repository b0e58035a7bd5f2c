package io.github.socketsbyexample.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.ReceivedText;

/**
 * Sends a text in a charset, ends its stream, and prints what the server says until the server closes. The text is
 * encoded before anything is sent: a character that the charset does not have is a wrong call, not half a message.
 *
 * <p>Source: document 001. Run: {@code ./sockets tcp-basic greeting-client 你好}
 */
public final class GreetingClient {

    private static final int BUFFER_BYTES = 8 * 1024;

    private GreetingClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(GreetingClient.class, GreetingServer.PORT)
                .charset(GreetingServer.CHARSET)
                .operands("[TEXT]", 1)
                .run(args, GreetingClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        Charset charset = arguments.charset(GreetingServer.CHARSET);
        byte[] text = arguments.encoded(arguments.operand("hello"), charset);
        try (ReceivedText received = new ReceivedText("", charset)) {
            greet(arguments.serverAddress(), arguments.timeout(), text, received);
        }
    }

    /**
     * Connects, sends the text and shows what comes back.
     *
     * @param timeout for the connection and for each wait for an answer
     * @throws EOFException if the server closed without a word
     */
    public static void greet(InetSocketAddress server, Duration timeout, byte[] text, ReceivedText received)
            throws IOException {
        try (Socket socket = MultiAddressConnector.connect(server, timeout)) {
            socket.getOutputStream().write(text);
            socket.shutdownOutput(); // the server goes on until it sees this
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            int n = in.read(buffer);
            if (n == -1) {
                throw new EOFException("connection closed without an answer");
            }
            for (; n != -1 && !System.out.checkError(); n = in.read(buffer)) { // or nobody reads what it shows
                received.show(buffer, n);
            }
        }
    }
}
