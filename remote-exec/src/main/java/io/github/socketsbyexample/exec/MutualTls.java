package io.github.socketsbyexample.exec;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;

/**
 * TLS in which both sides show a certificate: {@code --tls-keystore} holds ours and its key, {@code --tls-truststore}
 * those that the other side's must come from, and none counts that has expired ({@link CurrentCertificates}). Both are
 * laid over a connected socket, and the handshake is done when a method here returns; the caller bounds its time. With
 * TLS 1.3 a client's is done before the server has judged its certificate: a refusal comes with the first read.
 */
final class MutualTls {

    /**
     * Holds both files' password, unless a file does. A command that is not on a list can read it, as it can read all
     * that the server's user can: this process's environment is in /proc.
     */
    static final String PASSWORD_VARIABLE = "REMOTE_EXEC_TLS_PASSWORD";

    private final SSLContext context;
    private final List<X509Certificate> ours = new ArrayList<>();

    /** Uses the keys and certificates of two stores, PKCS #12 or JKS, with one password. */
    MutualTls(Path keystore, Path truststore, char[] password) throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore own = load(keystore, password);
            for (String alias : Collections.list(own.aliases())) {
                if (own.getCertificate(alias) instanceof X509Certificate certificate) {
                    ours.add(certificate);
                }
            }
            keys.init(own, password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(truststore, password));
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), CurrentCertificates.among(trust.getTrustManagers()), null);
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static KeyStore load(Path file, char[] password) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file + ": no such file");
        }
        try {
            return KeyStore.getInstance(new File(file.toString()), password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Adds the options. */
    static Program options(Program program) {
        return program
                .option("tls-keystore", "FILE", "this side's certificate and key: TLS, both sides show a certificate")
                .option("tls-truststore", "FILE", "the certificates that the other side's must come from")
                .option("tls-password-file", "FILE",
                        "its first line is both stores' password (default: $" + PASSWORD_VARIABLE
                                + ", which commands can read in /proc)");
    }

    /** Returns what the options ask for, or null if they don't ask for TLS. */
    static @Nullable MutualTls of(Arguments arguments) {
        boolean wanted = arguments.has("tls-keystore");
        arguments.check(wanted == arguments.has("tls-truststore"),
                "--tls-keystore and --tls-truststore go together: each side shows a certificate and checks the other's");
        if (!wanted) {
            return null;
        }
        char[] password = arguments.value("tls-password-file", "", MutualTls::password);
        Path truststore = arguments.value("tls-truststore", "", Path::of);
        return arguments.value("tls-keystore", "", keystore -> {
            try {
                return new MutualTls(Path.of(keystore), truststore, password);
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    private static char[] password(String file) {
        if (file.isEmpty()) {
            String password = System.getenv(PASSWORD_VARIABLE);
            if (password == null) {
                throw new IllegalArgumentException("no password; name a file, or set " + PASSWORD_VARIABLE);
            }
            return password.toCharArray();
        }
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("").toCharArray();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Lays the server's side over an accepted socket, which the caller closes, so that a refusal reaches the client. */
    Socket accept(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, false);
        socket.setNeedClientAuth(true); // without it a client need not show who it is
        socket.startHandshake();
        return socket;
    }

    /**
     * Lays the client's side over a connected socket.
     *
     * @param host whom the server's certificate must name; raw TLS sockets don't check that unless told
     */
    Socket connect(Socket connected, String host) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(connected, host, connected.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Returns a failure with what the other side can't tell: an alert has no words for why it refused us. */
    IOException explained(SSLException e) {
        try {
            CurrentCertificates.check(ours.toArray(X509Certificate[]::new));
            return e;
        } catch (CertificateException ownTrouble) {
            return new SSLException(e.getMessage() + "; " + ownTrouble.getMessage(), e);
        }
    }
}
