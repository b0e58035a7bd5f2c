package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Text comes out garbled here and there: the bytes of one character arrived in two reads, and each read was decoded by
 * itself. ASCII never shows it.
 *
 * <pre>
 * $ ./sockets pitfall garbled-character
 * sent:   "中文" in UTF-8, read two bytes at a time
 * broken: "�����"
 * fixed:  "中文"
 * </pre>
 */
public final class GarbledCharacter {

    private static final int PIECE = 2; // cuts every character of three bytes, as the end of a full buffer would one

    private GarbledCharacter() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"中文\" in UTF-8, read two bytes at a time");
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("中文".getBytes(StandardCharsets.UTF_8));
            connection.client().shutdownOutput();
            IO.println("broken: \"" + readByRead(connection.server().getInputStream()) + '"');
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("中文".getBytes(StandardCharsets.UTF_8));
            connection.client().shutdownOutput();
            IO.println("fixed:  \"" + wholeCharacters(connection.server().getInputStream()) + '"');
        }
    }

    /** Broken: decodes what each read returned. */
    static String readByRead(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[PIECE];
        for (int n; (n = in.read(piece)) != -1;) {
            text.append(new String(piece, 0, n, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /**
     * Fixed: one decoder a stream, which keeps half a character for the next read. A reader blocks until it has filled
     * its own buffer or nothing more is there; who decodes buffers that something else fills takes {@link
     * io.github.socketsbyexample.common.StreamDecoder}.
     */
    static String wholeCharacters(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        char[] piece = new char[PIECE];
        for (int n; (n = reader.read(piece)) != -1;) {
            text.append(piece, 0, n);
        }
        return text.toString();
    }
}
