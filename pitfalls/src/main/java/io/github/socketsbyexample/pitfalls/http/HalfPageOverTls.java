package io.github.socketsbyexample.pitfalls.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Half a page counts as whole, although it came over TLS: who can cut the connection can cut the page. TLS has a
 * goodbye of its own (close_notify), so that one could tell, but an {@code SSLSocket} takes a connection that ends
 * without it for a stream that ends. The length tells, as without TLS; so does the property {@code
 * com.sun.net.ssl.requireCloseNotify}.
 *
 * <pre>
 * $ ./sockets pitfall half-page-over-tls
 * sent:   Content-Length: 10, then "half", then the end of the connection, over TLS
 * broken: "half"
 * fixed:  EOFException: 4 of 10 bytes
 * </pre>
 */
public final class HalfPageOverTls {

    private HalfPageOverTls() {}

    /** Shows both halves. */
    static void main() throws IOException {
        SSLContext context = SomebodyElsesCertificate.contextFor("localhost");
        IO.println("sent:   Content-Length: 10, then \"half\", then the end of the connection, over TLS");
        IO.println("broken: " + received(context, HalfPageOverTls::toTheEndOfTheStream));
        IO.println("fixed:  " + received(context, HalfPageOverTls::toTheEndOfTheBody));
    }

    /** How a body is read. */
    @FunctionalInterface
    interface Reading {
        String read(InputStream in) throws IOException;
    }

    /** Says what a client gets whose connection is cut in the middle of the body, below TLS. */
    static String received(SSLContext context, Reading reading) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open();
                SSLSocket client = (SSLSocket) context.getSocketFactory()
                        .createSocket(connection.client(), "localhost", connection.client().getPort(), true)) {
            BlockingCall.at(() -> sendHalf(context, connection));
            return BlockingCall.outcome(() -> '"' + reading.read(client.getInputStream()) + '"');
        }
    }

    private static String sendHalf(SSLContext context, LoopbackConnection connection) throws IOException {
        SSLSocket server = (SSLSocket) context.getSocketFactory().createSocket(connection.server(), null, false);
        server.setUseClientMode(false);
        server.getOutputStream().write("half".getBytes(StandardCharsets.US_ASCII));
        connection.server().close(); // not the TLS socket, which would say goodbye
        return "sent";
    }

    /** Broken: TLS would tell. */
    static String toTheEndOfTheStream(InputStream in) throws IOException {
        byte[] body = in.readAllBytes();
        return new String(body, StandardCharsets.US_ASCII);
    }

    /** Fixed: what was announced, no less and no more. */
    static String toTheEndOfTheBody(InputStream in) throws IOException {
        byte[] body = in.readNBytes(HalfPage.CONTENT_LENGTH);
        if (body.length < HalfPage.CONTENT_LENGTH) {
            throw new EOFException(body.length + " of " + HalfPage.CONTENT_LENGTH + " bytes");
        }
        return new String(body, StandardCharsets.US_ASCII);
    }
}
