package io.github.socketsbyexample.pitfalls.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A received file is longer than the one that was sent, and does not open: the loop that copies it writes all of its
 * buffer each time, also where {@code read} has filled only the beginning of it. Behind that stands what was read
 * before.
 *
 * <pre>
 * $ ./sockets pitfall file-too-long
 * sent:   a file of 10000 bytes
 * broken: a file of 12288 bytes
 * fixed:  a file of 10000 bytes
 * </pre>
 */
public final class FileTooLong {

    static final int FILE_BYTES = 10_000;
    private static final int BUFFER_BYTES = 4096; // goes into the file twice, and then not all of it

    private FileTooLong() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a file of " + FILE_BYTES + " bytes");
        IO.println("broken: a file of " + received(FileTooLong::copyBuffers).length + " bytes");
        IO.println("fixed:  a file of " + received(FileTooLong::copyWhatWasRead).length + " bytes");
    }

    /** How a file is copied. */
    @FunctionalInterface
    interface Copying {
        void copy(InputStream in, OutputStream out) throws IOException;
    }

    /** What is sent. */
    static byte[] file() {
        byte[] file = new byte[FILE_BYTES];
        Arrays.fill(file, (byte) 'x');
        return file;
    }

    /** Sends the file, and returns what is received. */
    static byte[] received(Copying copying) throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write(file());
            connection.client().shutdownOutput();
            LoopbackConnection.awaitBytes(connection.server().getInputStream(), FILE_BYTES); // or reads would vary
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            copying.copy(connection.server().getInputStream(), received);
            return received.toByteArray();
        }
    }

    /** Broken: asks whether there was something, and not how much. */
    static void copyBuffers(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (in.read(buffer) != -1) {
            out.write(buffer);
        }
    }

    /** Fixed: writes as much as was read; {@code transferTo} is this loop. */
    static void copyWhatWasRead(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length; (length = in.read(buffer)) != -1;) {
            out.write(buffer, 0, length);
        }
    }
}
