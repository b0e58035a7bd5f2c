package io.github.socketsbyexample.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Keyboard;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends line after line, without its line feed, and prints each answer; {@code close} or the end of input ends it, and
 * the client closes first. The protocol has no frame: an answer is complete when as many bytes came back as were sent,
 * and those of the time before them.
 *
 * <p>Source: document 004. Run: {@code ./sockets tcp-basic timestamp-client}
 */
public final class TimestampClient implements AutoCloseable {

    private static final int STAMP_BYTES = "[Fri Nov 20 14:25:59 2026] ".length();

    private final Socket socket;

    /**
     * Connects.
     *
     * @param timeout for the connection and for each wait for an answer
     */
    public TimestampClient(InetSocketAddress server, Duration timeout) throws IOException {
        socket = MultiAddressConnector.connect(server, timeout);
    }

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(TimestampClient.class, TimestampServer.PORT)
                .charset(TimestampServer.CHARSET)
                .run(args, TimestampClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        Charset charset = arguments.charset(TimestampServer.CHARSET);
        try (TimestampClient client = new TimestampClient(arguments.serverAddress(), arguments.timeout())) {
            Keyboard keyboard = new Keyboard(">");
            for (String line; !System.out.checkError() && (line = keyboard.readLine()) != null
                    && !line.equals("close");) {
                if (!line.isEmpty()) { // nothing sent would be nothing received: both sides would wait
                    byte[] answer = client.ask(arguments.encoded(line, charset));
                    System.out.println(Texts.printable(new String(answer, charset)));
                }
            }
        }
    }

    /**
     * Sends a text and returns the answer to it.
     *
     * @param text at least one byte
     * @throws EOFException if the server ended the conversation before the answer was whole
     */
    public byte[] ask(byte[] text) throws IOException {
        socket.getOutputStream().write(text);
        int expected = STAMP_BYTES + text.length;
        byte[] answer = socket.getInputStream().readNBytes(expected);
        if (answer.length < expected) {
            throw new EOFException("connection closed after " + answer.length + " of " + expected + " bytes");
        }
        return answer;
    }

    /** Closes the connection. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
