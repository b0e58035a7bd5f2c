package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A TLS client talks to whoever is in between: a bare {@code SSLSocket} checks that somebody it trusts has signed the
 * certificate, not that the certificate is for the host it wanted. Everybody can have one for a host of his own.
 *
 * <pre>
 * $ ./sockets pitfall somebody-elses-certificate
 * sent:   a certificate for other.example, by a server that was called as 127.0.0.1
 * broken: connected to CN=other.example
 * fixed:  SSLHandshakeException
 * </pre>
 */
public final class SomebodyElsesCertificate {

    private static final char[] PASSWORD = "only-to-show-it".toCharArray();
    private static final long KEYTOOL_SECONDS = 60;

    private SomebodyElsesCertificate() {}

    /** Shows both halves. */
    static void main() throws IOException {
        SSLContext context = contextFor("other.example");
        IO.println("sent:   a certificate for other.example, by a server that was called as 127.0.0.1");
        IO.println("broken: " + connected(context, SomebodyElsesCertificate::trustAnybody));
        IO.println("fixed:  " + connected(context, SomebodyElsesCertificate::trustTheHost)
                .replaceFirst(":.*", ""));
    }

    /** Says whom a client that prepares its socket so has reached. */
    static String connected(SSLContext context, Consumer<SSLSocket> preparation) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open();
                SSLSocket server = (SSLSocket) context.getSocketFactory()
                        .createSocket(connection.server(), null, true);
                SSLSocket client = (SSLSocket) context.getSocketFactory()
                        .createSocket(connection.client(), "127.0.0.1", connection.client().getPort(), true)) {
            server.setUseClientMode(false);
            BlockingCall.at(() -> {
                server.startHandshake();
                return "shaken";
            });
            preparation.accept(client);
            return BlockingCall.outcome(() -> {
                client.startHandshake();
                return "connected to " + client.getSession().getPeerPrincipal();
            });
        }
    }

    /** Broken: as it comes. */
    static void trustAnybody(SSLSocket socket) {}

    /** Fixed: the certificate has to be for the host that the socket was made for. */
    static void trustTheHost(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
    }

    /** Returns the keys of a server with a certificate for this host, and a client's trust in it, in one context. */
    static SSLContext contextFor(String host) throws IOException {
        KeyStore keys = keysFor(host);
        return context(keys, keys);
    }

    /** Returns a key, and a certificate for this host. */
    static KeyStore keysFor(String host) throws IOException {
        Path folder = Files.createTempDirectory("keys");
        try {
            Path file = folder.resolve("keys");
            keytool(file, host);
            return KeyStore.getInstance(file.toFile(), PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(folder.resolve("keys"));
            Files.delete(folder);
        }
    }

    /** Returns a context with these keys of its own, or none, and trust in those certificates. */
    static SSLContext context(@Nullable KeyStore keys, KeyStore trusted) throws IOException {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(Path file, String host) throws IOException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + host,
                "-ext", "san=dns:" + host, "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(),
                "-storepass", new String(PASSWORD))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool made no key");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for keytool");
        } finally {
            keytool.destroyForcibly();
        }
    }
}
