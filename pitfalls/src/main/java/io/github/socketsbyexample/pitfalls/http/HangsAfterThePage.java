package io.github.socketsbyexample.pitfalls.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * All of the page has come, and the client hangs: it reads to the end of the stream, and in HTTP/1.1 the server keeps
 * that open for the next request (RFC 9112, section 9.3). {@code Connection: close} asks it not to, at the price of a
 * connection for each page; {@code Content-Length} tells where the page ends in any case.
 *
 * <pre>
 * $ ./sockets pitfall hangs-after-the-page
 * sent:   GET / in HTTP/1.1, to a server that answers with "page"
 * broken: still blocked
 * fixed:  "page", by its Content-Length
 * fixed:  "page", after Connection: close
 * </pre>
 */
public final class HangsAfterThePage {

    static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int MOST_HEAD_BYTES = 8192;
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\nContent-Length: ([0-9]{1,9})\r\n");

    private HangsAfterThePage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   GET / in HTTP/1.1, to a server that answers with \"page\"");
        IO.println("broken: " + outcome(HangsAfterThePage::toTheEndOfTheConnection, PATIENCE));
        IO.println("fixed:  " + outcome(HangsAfterThePage::toTheEndOfThePage, LoopbackConnection.DEADLINE)
                + ", by its Content-Length");
        IO.println("fixed:  " + outcome(HangsAfterThePage::toTheEndAskedFor, LoopbackConnection.DEADLINE)
                + ", after Connection: close");
    }

    /** How a page is fetched. */
    @FunctionalInterface
    interface Fetching {
        byte[] fetch(Socket socket) throws IOException;
    }

    /** Says what is fetched within so long. */
    static String outcome(Fetching fetching, Duration patience) throws IOException {
        try (OnePage page = OnePage.open()) {
            return BlockingCall.at(
                    () -> '"' + new String(fetching.fetch(page.client()), StandardCharsets.US_ASCII) + '"')
                    .outcome(patience);
        }
    }

    /** Broken: until the server closes, which it does not. */
    static byte[] toTheEndOfTheConnection(Socket socket) throws IOException {
        InputStream in = ask(socket, "");
        head(in);
        return in.readAllBytes();
    }

    /** Fixed: as long as the head says; HalfPage looks whether it was all. */
    static byte[] toTheEndOfThePage(Socket socket) throws IOException {
        InputStream in = ask(socket, "");
        Matcher length = CONTENT_LENGTH.matcher(head(in));
        if (!length.find()) {
            throw new IOException("no Content-Length");
        }
        return in.readNBytes(Integer.parseInt(length.group(1)));
    }

    /** Fixed: until the server closes, which it was asked to. */
    static byte[] toTheEndAskedFor(Socket socket) throws IOException {
        InputStream in = ask(socket, "Connection: close\r\n");
        head(in);
        return in.readAllBytes();
    }

    private static InputStream ask(Socket socket, String header) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedInputStream(socket.getInputStream());
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b == -1 || head.size() == MOST_HEAD_BYTES) {
                throw new EOFException("the head does not end within " + head.size() + " bytes");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
