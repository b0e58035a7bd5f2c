package io.github.socketsbyexample.pitfalls.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A request is sent, all of it, and never answered: {@code println} ends a line as the system does, on Linux and macOS
 * with a line feed alone, and HTTP's lines end with CR LF. Some servers are lenient (RFC 9112, section 2.2); a strict
 * one, such as the JDK's, still waits for the end of the first line. {@code ./sockets tap} shows {@code 0a} without
 * {@code 0d} before it.
 *
 * <pre>
 * $ ./sockets pitfall unanswered-request
 * sent:   GET / to the JDK's HttpServer, each line ended as println does on Linux
 * broken: still blocked
 * fixed:  HTTP/1.1 200 OK
 * </pre>
 */
public final class UnansweredRequest {

    static final Duration PATIENCE = Duration.ofMillis(500);
    static final String PRINTLN_ON_LINUX = "\n"; // spelled out: on Windows println happens to be right, and hides this
    private static final String CRLF = "\r\n";

    private UnansweredRequest() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   GET / to the JDK's HttpServer, each line ended as println does on Linux");
        try (OnePage page = OnePage.open()) {
            BlockingCall asking = BlockingCall.at(() -> askInTheSystemsLines(page.client()));
            IO.println("broken: " + asking.outcome(PATIENCE));
        }
        try (OnePage page = OnePage.open()) {
            BlockingCall asking = BlockingCall.at(() -> askInTheProtocolsLines(page.client()));
            IO.println("fixed:  " + asking.outcome(LoopbackConnection.DEADLINE));
        }
    }

    /** Broken: lines as this system has them. */
    static String askInTheSystemsLines(Socket socket) throws IOException {
        return ask(socket, PRINTLN_ON_LINUX);
    }

    /** Fixed: lines as the protocol has them, on every system. */
    static String askInTheProtocolsLines(Socket socket) throws IOException {
        return ask(socket, CRLF);
    }

    private static String ask(Socket socket, String lineEnd) throws IOException {
        String request = String.join(lineEnd, "GET / HTTP/1.1", "Host: localhost", "", "");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        return String.valueOf(in.readLine());
    }
}
