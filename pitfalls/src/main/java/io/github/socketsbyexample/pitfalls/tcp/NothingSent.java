package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The client has written without an error, and not a byte has left: a writer keeps text until it is full, flushed or
 * closed (if only the socket is closed, the text is lost). A {@code PrintWriter} with autoflush does so too: it flushes
 * after {@code println}, not after {@code print} or {@code write}. {@code ./sockets tap} shows a SYN, and no bytes.
 *
 * <pre>
 * $ ./sockets pitfall nothing-sent
 * sent:   "hello" and a line feed, by a BufferedWriter, to a server that answers each line
 * broken: still blocked
 * fixed:  "you said hello"
 * </pre>
 */
public final class NothingSent {

    private NothingSent() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hello\" and a line feed, by a BufferedWriter, to a server that answers each line");
        try (LoopbackConnection connection = ReadLineHangs.answering()) {
            BlockingCall asking = BlockingCall.at(() -> askAndKeepIt(connection.client()));
            IO.println("broken: " + asking.outcome(ReadLineHangs.PATIENCE));
        }
        try (LoopbackConnection connection = ReadLineHangs.answering()) {
            BlockingCall asking = BlockingCall.at(() -> askAndFlush(connection.client()));
            IO.println("fixed:  \"" + asking.outcome(LoopbackConnection.DEADLINE) + '"');
        }
    }

    /** Broken: the question stays in the writer. */
    static String askAndKeepIt(Socket socket) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        out.write("hello\n");
        return ReadLineHangs.line(socket);
    }

    /** Fixed: flushed whenever it is the other side's turn. */
    static String askAndFlush(Socket socket) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        out.write("hello\n");
        out.flush();
        return ReadLineHangs.line(socket);
    }
}
