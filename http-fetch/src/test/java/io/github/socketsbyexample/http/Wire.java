package io.github.socketsbyexample.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** Bytes as they would come over a connection, without one. */
final class Wire {

    private Wire() {}

    /** Returns input that holds this text as UTF-8 and ends. */
    static ReadableByteChannel of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns input that holds these bytes and ends. */
    static ReadableByteChannel of(byte... bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    /** Returns the same input, which arrives byte by byte. */
    static ReadableByteChannel byteByByte(byte... bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }

            @Override
            public synchronized int available() {
                return 0; // else the channel goes on to read
            }
        });
    }

    /** Reads a body to its end, in pieces of this size. */
    static byte[] readAll(ReadableByteChannel body, int size) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (body.read(buffer) != -1) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toByteArray();
    }

    /** Reads a body to its end as UTF-8. */
    static String readText(ReadableByteChannel body) throws IOException {
        return new String(readAll(body, 4096), StandardCharsets.UTF_8);
    }
}
