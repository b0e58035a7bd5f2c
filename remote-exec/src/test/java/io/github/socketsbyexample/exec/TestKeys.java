package io.github.socketsbyexample.exec;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and certificates of a test, in one folder, made by the JDK's keytool. */
final class TestKeys {

    static final char[] PASSWORD = "only-a-test".toCharArray();

    private static final long DEADLINE_SECONDS = 30;

    private final Path folder;

    TestKeys(Path folder) {
        this.folder = folder;
    }

    /** Makes a key and a certificate that it signs itself. */
    Path keystore(String name, String subjectAlternativeName) throws IOException, InterruptedException {
        return keystore(name, subjectAlternativeName, "-1d");
    }

    /** Makes one that is valid for two days, from a day on that keytool counts from today. */
    Path keystore(String name, String subjectAlternativeName, String begin) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
                "-ext",
                "san=" + subjectAlternativeName, "-startdate", begin, "-validity", "2", "-storetype", "PKCS12",
                "-keystore", file.toString(),
                "-storepass", new String(PASSWORD))
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
    Path truststore(String name, List<Path> keystores) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (Path keystore : keystores) {
            KeyStore keys = KeyStore.getInstance(new File(keystore.toString()), PASSWORD);
            String alias = keys.aliases().nextElement();
            trusted.setCertificateEntry(alias, keys.getCertificate(alias));
        }
        Path file = folder.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD);
        }
        return file;
    }
}
