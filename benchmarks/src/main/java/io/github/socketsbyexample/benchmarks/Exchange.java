package io.github.socketsbyexample.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is said on a connection, and what has to come back, byte for byte. */
interface Exchange {

    /** Puts a request at the buffer's position. */
    void putRequest(long connection, long number, ByteBuffer target);

    /** Puts the answer to that request at the buffer's position. */
    void putAnswer(long connection, long number, ByteBuffer target);

    /** Returns the length of the longer of the two, in bytes. */
    int mostBytes();

    /** Each message comes back as it is. */
    static Exchange echo(int size) {
        Message message = new Message(size);
        return new Exchange() {
            @Override
            public void putRequest(long connection, long number, ByteBuffer target) {
                message.put(connection, number, target);
            }

            @Override
            public void putAnswer(long connection, long number, ByteBuffer target) {
                message.put(connection, number, target);
            }

            @Override
            public int mostBytes() {
                return size;
            }
        };
    }

    /** What udp-basic's hello-server does: each name comes back in a greeting. */
    static Exchange hello(int size) {
        byte[] hello = ascii("Hello, ");
        Message name = new Message(size);
        return new Exchange() {
            @Override
            public void putRequest(long connection, long number, ByteBuffer target) {
                name.put(connection, number, target);
            }

            @Override
            public void putAnswer(long connection, long number, ByteBuffer target) {
                target.put(hello);
                name.put(connection, number, target);
                target.put((byte) '!');
            }

            @Override
            public int mostBytes() {
                return hello.length + size + 1;
            }
        };
    }

    /** The same words each time. */
    static Exchange words(String say, String expect) {
        byte[] request = ascii(say);
        byte[] answer = ascii(expect);
        return new Exchange() {
            @Override
            public void putRequest(long connection, long number, ByteBuffer target) {
                target.put(request);
            }

            @Override
            public void putAnswer(long connection, long number, ByteBuffer target) {
                target.put(answer);
            }

            @Override
            public int mostBytes() {
                return Math.max(request.length, answer.length);
            }
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1); // escapes stand for any byte
    }
}
