package io.github.socketsbyexample.exec;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whom another trust manager trusts, but only while the certificates that are shown are valid. The JDK's own does
 * not ask that of a certificate that is itself in the trust store, which is what {@link MutualTls} is mostly used with.
 */
final class CurrentCertificates extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager others; // the host's name is its affair, as the chain is

    private CurrentCertificates(X509ExtendedTrustManager others) {
        this.others = others;
    }

    /** Returns the same trust managers, with that condition. */
    static TrustManager[] among(TrustManager[] managers) {
        return Stream.of(managers)
                .map(manager -> manager instanceof X509ExtendedTrustManager x509
                        ? new CurrentCertificates(x509)
                        : manager)
                .toArray(TrustManager[]::new);
    }

    /** Finds a certificate that is not valid now. */
    static void check(X509Certificate... chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            String name = "the certificate of " + certificate.getSubjectX500Principal();
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException e) {
                throw new CertificateException(name + " has expired on " + certificate.getNotAfter().toInstant(), e);
            } catch (CertificateNotYetValidException e) {
                throw new CertificateException(name + " is not valid before " + certificate.getNotBefore().toInstant(),
                        e);
            }
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        others.checkClientTrusted(chain, type, socket);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        others.checkServerTrusted(chain, type, socket);
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        others.checkClientTrusted(chain, type, engine);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        others.checkServerTrusted(chain, type, engine);
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        others.checkClientTrusted(chain, type);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        others.checkServerTrusted(chain, type);
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return others.getAcceptedIssuers();
    }
}
