package io.github.socketsbyexample.pitfalls.tcp;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Lines vanish and nothing ever fails: a {@code PrintWriter} catches every IOException. Its {@code checkError} tells
 * that there was one, not which, and nobody calls it.
 *
 * <pre>
 * $ ./sockets pitfall lost-errors
 * sent:   1000 lines, after the server has closed
 * broken: no error
 * fixed:  SocketException: Broken pipe
 * </pre>
 */
public final class LostErrors {

    static final int LINES = 1000; // the first write after the end still succeeds, the system reports it at a later one

    private LostErrors() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + LINES + " lines, after the server has closed");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            IO.println("broken: " + BlockingCall.outcome(() -> printLines(connection.client())));
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            IO.println("fixed:  " + BlockingCall.outcome(() -> writeLines(connection.client())));
        }
    }

    /** Broken: a writer that keeps errors to itself. */
    static String printLines(Socket socket) throws IOException {
        PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        for (int i = 0; i < LINES; i++) {
            out.println("line " + i);
        }
        return "no error";
    }

    /** Fixed: a writer that throws. */
    static String writeLines(Socket socket) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        for (int i = 0; i < LINES; i++) {
            out.write("line " + i + "\n"); // println would send the system's own line end
            out.flush();
        }
        return "no error";
    }
}
