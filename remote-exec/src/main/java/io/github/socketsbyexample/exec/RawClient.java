package io.github.socketsbyexample.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Keyboard;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * The document's own client: sends each line that is typed or piped as one chunk of bytes, a command, and prints the
 * chunk that answers it. Nothing says where an answer ends: a short silence is taken for it, and what the network delays
 * for longer is shown with the next answer ({@link FramedClient} knows better). The end of input ends the conversation,
 * and the client closes first. One thread.
 *
 * <p>Source: document 000, section 1.1.3. Run: {@code ./sockets remote-exec raw-client}
 */
public final class RawClient {

    private static final Duration SILENCE = Duration.ofMillis(100); // within one answer, on a good network
    private static final int BUFFER_BYTES = 64 * 1024;

    private RawClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(RawClient.class, CommandServer.PORT).run(args, RawClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        try (Socket socket = MultiAddressConnector.connect(arguments.serverAddress(), arguments.timeout())) {
            Keyboard keyboard = new Keyboard("Please input command: ");
            for (String line; (line = keyboard.readLine()) != null;) {
                byte[] command = line.getBytes(StandardCharsets.UTF_8);
                if (command.length > RawServer.COMMAND_BYTES) { // others may have run: that is no wrong usage
                    throw new IOException("a command of " + command.length + " bytes is longer than "
                            + RawServer.COMMAND_BYTES);
                }
                if (command.length > 0) { // nothing sent would be nothing received: both sides would wait
                    run(command, socket);
                }
            }
        }
    }

    /**
     * Has a command run, and prints the answer in the document's words.
     *
     * @param socket its SO_TIMEOUT bounds the wait for the answer
     */
    static void run(byte[] command, Socket socket) throws IOException {
        socket.getOutputStream().write(command);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        int n = in.read(buffer);
        if (n == -1) {
            throw new EOFException("connection closed without an answer");
        }
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        String text = "";
        System.out.print("Received: ");
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout((int) SILENCE.toMillis());
        try {
            for (; n != -1; n = in.read(buffer)) {
                text = decoder.decode(buffer, 0, n);
                System.out.print(Texts.printableLines(text));
                if (System.out.checkError()) { // a PrintStream says nothing by itself; without this, "| head -1" would never end
                    throw new IOException("nobody reads the output any more");
                }
            }
        } catch (SocketTimeoutException e) {
            // That was the answer.
        } finally {
            socket.setSoTimeout(timeout);
        }
        String end = decoder.end();
        System.out.print(end + (end.isEmpty() && text.endsWith("\n") ? "" : System.lineSeparator()));
        System.out.flush();
    }
}
