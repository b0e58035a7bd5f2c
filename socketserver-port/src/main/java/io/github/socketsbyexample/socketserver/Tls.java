package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server's side of a TLS connection over a socket that is open already. */
final class Tls {

    private Tls() {}

    /**
     * Does the handshake in the calling thread.
     *
     * @param client to be closed after {@link #end}, unless the handler has closed it
     * @param cut closes the client
     * @throws IOException if the client can't agree, or takes longer than the timeout: it is cut off then
     */
    static SSLSocket accept(SSLContext context, Socket client, Duration timeout, Runnable cut) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
        secured.setUseClientMode(false);
        try (CutTimer deadline = new CutTimer(timeout, cut)) {
            try {
                secured.startHandshake();
            } catch (IOException e) {
                if (deadline.passed()) {
                    throw new SocketTimeoutException("no TLS handshake within " + timeout.toMillis() + " ms");
                }
                throw e;
            }
        }
        return secured;
    }

    /** Tells the client that the stream ends here (close_notify), so that it can tell the end from a cut. */
    static void end(SSLSocket secured) {
        try {
            secured.shutdownOutput();
        } catch (IOException e) {
            // The client is gone, or the handler has closed the socket: nobody to tell.
            return;
        }
    }
}
