package io.github.socketsbyexample.common;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates of a test, made by the JDK's keytool. */
public final class TestKeys {

    private static final char[] PASSWORD = "only-a-test".toCharArray();
    private static final long DEADLINE_SECONDS = 60;

    private TestKeys() {}

    /** Returns the password of all keys and stores. */
    public static char[] password() {
        return PASSWORD.clone();
    }

    /** Makes a store with a key, and a certificate that it signs itself: for a host, as {@code ip:127.0.0.1}. */
    public static Path keystore(Path file, String host) throws IOException, InterruptedException {
        return keystore(file, host, "-1d");
    }

    /** Makes one whose certificate is valid for two days, from a day on that keytool counts from today. */
    public static Path keystore(Path file, String host, String begin) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", // of short life
                "-J-Dkeystore.pkcs12.keyPbeIterationCount=1", "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
                "-J-Dkeystore.pkcs12.macIterationCount=1", // nobody guesses its password, but each reader counts along
                "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + file.getFileName(), "-ext",
                "san=" + host, "-startdate", begin, "-validity", "2", "-storetype", "PKCS12", "-keystore",
                file.toString(), "-storepass", new String(PASSWORD))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!keytool.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool has made no " + file);
        }
        return file;
    }

    /** Puts the certificates of keystores, and no keys, into a store. */
    public static Path truststore(Path file, List<Path> keystores) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (Path keystore : keystores) {
            trusted.setCertificateEntry(keystore.getFileName().toString(), read(keystore).getCertificate("key"));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD);
        }
        return file;
    }

    /** Returns a context with the keys of one store and trust in another; a keystore can be both. */
    public static SSLContext context(Path keystore, Path truststore) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(read(keystore), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(read(truststore));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }
}
