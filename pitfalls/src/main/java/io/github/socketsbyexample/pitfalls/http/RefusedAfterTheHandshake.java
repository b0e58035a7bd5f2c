package io.github.socketsbyexample.pitfalls.http;

import java.io.EOFException;
import java.io.IOException;
import java.security.KeyStore;
import java.util.concurrent.Callable;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The handshake succeeds, and later a read or a write fails with an alert: the server has refused the client's
 * certificate. With TLS 1.3 a client's handshake is over before the server has seen that certificate (RFC 8446, section
 * 2); with TLS 1.2 the refusal came within the handshake. So "connected" proves the server to the client, not the client
 * to the server: that takes an answer.
 *
 * <pre>
 * $ ./sockets pitfall refused-after-the-handshake
 * done:   connected, without a certificate, to a server that lets in those with one
 * broken: let in
 * fixed:  SSLHandshakeException
 * </pre>
 */
public final class RefusedAfterTheHandshake {

    private RefusedAfterTheHandshake() {}

    /** Shows both halves. */
    static void main() throws IOException {
        KeyStore keys = SomebodyElsesCertificate.keysFor("server.example");
        IO.println("done:   connected, without a certificate, to a server that lets in those with one");
        IO.println("broken: " + outcome(keys, "TLSv1.3", RefusedAfterTheHandshake::letInByTheHandshake));
        IO.println("fixed:  " + outcome(keys, "TLSv1.3", RefusedAfterTheHandshake::letInByTheGreeting)
                .replaceFirst(":.*", ""));
    }

    /** Says what a client without a certificate believes of a server with these keys. */
    static String outcome(KeyStore keys, String version, Function<SSLSocket, Callable<String>> client)
            throws IOException {
        SSLContext ours = SomebodyElsesCertificate.context(keys, keys);
        SSLContext theirs = SomebodyElsesCertificate.context(null, keys);
        try (LoopbackConnection connection = LoopbackConnection.open();
                SSLSocket server = (SSLSocket) ours.getSocketFactory().createSocket(connection.server(), null, true);
                SSLSocket caller = (SSLSocket) theirs.getSocketFactory()
                        .createSocket(connection.client(), "server.example", connection.client().getPort(), true)) {
            server.setNeedClientAuth(true);
            caller.setEnabledProtocols(new String[]{version});
            BlockingCall.at(() -> {
                server.startHandshake();
                server.getOutputStream().write('+'); // its greeting
                return "let in";
            });
            return BlockingCall.outcome(client.apply(caller));
        }
    }

    /** Broken: the handshake is over, so the server has taken us. */
    static Callable<String> letInByTheHandshake(SSLSocket socket) {
        return () -> {
            socket.startHandshake();
            return "let in";
        };
    }

    /** Fixed: the server has taken us when it has said something. */
    static Callable<String> letInByTheGreeting(SSLSocket socket) {
        return () -> {
            socket.startHandshake();
            if (socket.getInputStream().read() == -1) {
                throw new EOFException("closed without a greeting");
            }
            return "let in";
        };
    }
}
