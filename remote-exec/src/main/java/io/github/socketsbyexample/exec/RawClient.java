package io.github.socketsbyexample.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * The client's side of the raw protocol: a command is a chunk of bytes, and so is its answer. Nothing says where an
 * answer ends. {@link #runLast} knows all the same: the server sends nothing before the command is over, so at the
 * answer's first byte the client ends its own stream, and the answer goes on to the end of the server's. Between
 * commands that way is not open: {@link #run} takes a short silence for the end, and an answer that the network delays
 * for longer is shown with the next one. One thread.
 */
final class RawClient {

    /** Of a command: the document's server reads no more at a time, and would run the rest as another command. */
    static final int COMMAND_BYTES = 1024;

    private static final Duration SILENCE = Duration.ofMillis(100); // within one answer, on a good network
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final PrintStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /**
     * Talks over a connection.
     *
     * @param socket its SO_TIMEOUT bounds the wait for each answer; the caller closes it
     */
    RawClient(Socket socket, PrintStream out) {
        this.socket = socket;
        this.out = out;
    }

    /** Has a command run, and prints the answer in the document's words. */
    void run(byte[] command) throws IOException {
        int n = firstChunk(command);
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        String text = "";
        out.print("Received: ");
        for (; n != -1; n = moreOfIt()) {
            text = decoder.decode(buffer, 0, n);
            out.print(Texts.printableLines(text));
        }
        out.print(decoder.end());
        if (!text.endsWith("\n")) {
            out.println();
        }
        out.flush();
    }

    private int moreOfIt() throws IOException {
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout((int) SILENCE.toMillis());
        try {
            return socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException e) {
            return -1;
        } finally {
            socket.setSoTimeout(timeout);
        }
    }

    /** Has a last command run, and prints the whole answer, byte for byte. */
    void runLast(byte[] command) throws IOException {
        int n = firstChunk(command);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        for (; n != -1; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (out.checkError()) {
                throw new IOException("nobody reads the output any more");
            }
        }
    }

    private int firstChunk(byte[] command) throws IOException {
        socket.getOutputStream().write(command);
        int n = socket.getInputStream().read(buffer);
        if (n == -1) {
            throw new EOFException("connection closed without an answer");
        }
        return n;
    }
}
