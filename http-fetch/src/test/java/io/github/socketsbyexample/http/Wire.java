package io.github.socketsbyexample.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Bytes as they would come over a connection, without one. */
final class Wire {

    private Wire() {}

    /** Returns input that holds this text as UTF-8 and ends. */
    static InputStream of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns input that holds these bytes and ends; like a connection's, it can't tell how many there are. */
    static InputStream of(byte... bytes) {
        return inPiecesOf(Integer.MAX_VALUE, bytes);
    }

    /** Returns the same input, which arrives in pieces. */
    static InputStream inPiecesOf(int size, byte... bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(size, length));
            }

            @Override
            public synchronized int available() {
                return 0; // else a buffered reader goes on to read
            }
        };
    }

    /** Returns input that begins like this, then says the same for ever. */
    static InputStream repeating(byte[] begin, byte... again) {
        return new SequenceInputStream(of(begin), new InputStream() {
            private int next;

            @Override
            public int read() {
                next = (next + 1) % again.length;
                return again[(next + again.length - 1) % again.length] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int size) {
                for (int i = 0; i < size; i++) {
                    target[offset + i] = (byte) read();
                }
                return size;
            }
        });
    }

    /** Reads a body to its end, in pieces of this size. */
    static byte[] readAll(InputStream body, int size) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[size];
        for (int n; (n = body.read(buffer)) != -1;) {
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }

    /** Reads a body to its end as UTF-8. */
    static String readText(InputStream body) throws IOException {
        return new String(readAll(body, 4096), StandardCharsets.UTF_8);
    }
}
