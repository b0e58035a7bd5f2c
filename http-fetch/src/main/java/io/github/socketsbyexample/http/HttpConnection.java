package io.github.socketsbyexample.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;

/**
 * The connection for one request, and the stream of what comes back: TCP, with TLS on top for {@code https}. Every wait
 * has a deadline: the handshake as a whole, the head as a whole, and each wait for more of the body. One thread; a second
 * one only watches the time.
 */
final class HttpConnection extends InputStream implements ReadableByteChannel {

    static {
        // Without this the JDK takes a cut connection for the orderly end of a body that the end of the stream delimits.
        // Whoever knows the body's length stops reading before, and so asks for no close_notify.
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true"); // for all of the JVM, read once, with the first TLS socket
    }

    private static final long A_MOMENT = 10_000_000; // timeouts of connecting are in milliseconds, and rounded off

    private static final String UNTRUSTED = "nobody whom this JVM trusts has signed the server's certificate"
            + " (PKIX path building failed); if you do trust it, http-fetch/README.md tells how to say so";

    private final ConnectionDeadline deadline;
    private final String peer;
    private final Duration timeout;
    private final SocketChannel channel;
    private @Nullable SSLSocket tls;
    private ReadableByteChannel in;
    private WritableByteChannel out;
    private String awaited = "TLS handshake";
    private boolean headRead;

    private HttpConnection(SocketChannel channel, String peer, Duration timeout, long end) {
        this.channel = channel;
        this.in = channel;
        this.out = channel;
        this.peer = peer;
        this.timeout = timeout;
        this.deadline = new ConnectionDeadline(channel, timeout, end);
    }

    /**
     * Connects, and shakes hands if the URL says {@code https}.
     *
     * @param timeout for the connection, the handshake, the head, and each wait for more of the body
     * @param end of everything, as {@link System#nanoTime} tells it
     */
    static HttpConnection open(HttpUrl url, Duration timeout, long end) throws IOException {
        SocketChannel channel = connect(url.address(), timeout, end);
        HttpConnection connection = new HttpConnection(channel, Addresses.format(url.address()), timeout, end);
        boolean ready = false;
        try {
            if (url.secure()) {
                connection.secure(url);
            }
            ready = true;
            return connection;
        } catch (IOException e) {
            throw connection.meaning(e);
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private static SocketChannel connect(InetSocketAddress server, Duration timeout, long end) throws IOException {
        IOException late = new SocketTimeoutException(
                "no connection to " + Addresses.format(server) + " within the time for all of it");
        long left = end - System.nanoTime();
        if (left <= 0) { // the redirect took it
            throw late;
        }
        try {
            return HappyEyeballs.connect(server, left < timeout.toNanos() ? Duration.ofNanos(left) : timeout);
        } catch (ConnectException e) {
            throw end - System.nanoTime() > A_MOMENT ? e : late;
        }
    }

    private void secure(HttpUrl url) throws IOException {
        // With the name the handshake tells which of its hosts the server shall answer for (SNI).
        tls = (SSLSocket) context().getSocketFactory()
                .createSocket(channel.socket(), url.host(), url.address().getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any trusted certificate does, whoever's it is
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        in = Channels.newChannel(tls.getInputStream());
        out = Channels.newChannel(tls.getOutputStream());
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no TLS in this JVM", e);
        }
    }

    /** Sends the request; the head of the response has the whole timeout from here on. */
    void send(String request) throws IOException {
        awaited = "complete head";
        deadline.restart();
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw meaning(e);
        }
    }

    /** The head is here: from now on each wait for bytes has the timeout, and the time between does not count. */
    void headRead() {
        awaited = "more of the body";
        headRead = true;
        deadline.pause();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
        return read(ByteBuffer.wrap(target, offset, size));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (headRead) {
            deadline.restart();
        }
        try {
            return in.read(target);
        } catch (IOException e) {
            throw meaning(e);
        } finally {
            if (headRead) {
                deadline.pause();
            }
        }
    }

    /** A deadline ends whatever is going on, in an exception of any kind; here it gets its name back. */
    private IOException meaning(IOException failure) {
        if (!deadline.passed()) {
            return untrusted(failure) ? new SSLHandshakeException(UNTRUSTED) : failure;
        }
        String time = deadline.ended() ? "the time for all of it" : Durations.format(timeout);
        SocketTimeoutException late = new SocketTimeoutException("no " + awaited + " from " + peer + " within " + time);
        late.initCause(failure);
        return late;
    }

    private static boolean untrusted(@Nullable Throwable failure) {
        return failure != null && (failure instanceof CertPathBuilderException || untrusted(failure.getCause()));
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the connection at once. */
    @Override
    public void close() {
        try (deadline; channel) {
            if (tls != null) {
                deadline.restart(); // the last message of TLS may have to wait
                tls.close();
            }
        } catch (IOException e) {
            // All that was wanted has arrived, or another exception tells why it has not.
            return;
        }
    }
}
