package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.socketsbyexample.threaded.SelectorConversation.Step;

/** Protocols for tests. */
final class Protocols {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Every byte comes back. */
    static final Protocol ECHO = slowEcho(Duration.ZERO);

    /** Begins by sending more than any system's buffers hold, over and over. */
    static final Protocol FLOOD = Protocol.of(Protocols::flood, client -> new SelectorConversation() {
        @Override
        public Step begin() {
            return new Step.Send(ByteBuffer.allocate(1024 * 1024), new Step.Pause(Duration.ofMillis(1), this::begin));
        }

        @Override
        public Step received(ByteBuffer chunk) {
            throw new AssertionError("never reads");
        }
    });

    /** Fails as a protocol with a bug does, at the letter X; fails as one without memory does, at O; otherwise an echo. */
    static final Protocol FRAGILE = Protocol.of(client -> {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n; (n = client.getInputStream().read(buffer)) != -1;) {
            failAt(buffer[0]);
            client.getOutputStream().write(buffer, 0, n);
        }
    }, client -> chunk -> {
        failAt(chunk.get(chunk.position()));
        return new Step.Send(chunk, Step.READ);
    });

    private Protocols() {}

    /** An echo that takes its time. */
    static Protocol slowEcho(Duration delay) {
        return Protocol.of(client -> echo(client, delay), client -> chunk -> {
            ByteBuffer answer = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
            Step send = new Step.Send(answer, Step.READ);
            return delay.isZero() ? send : new Step.Pause(delay, () -> send);
        });
    }

    private static void echo(Socket client, Duration delay) throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n; (n = in.read(buffer)) != -1;) {
            Thread.sleep(delay);
            client.getOutputStream().write(buffer, 0, n);
        }
    }

    private static void flood(Socket client) throws IOException, InterruptedException {
        while (true) {
            client.getOutputStream().write(new byte[1024 * 1024]);
            Thread.sleep(1); // as the other one pauses
        }
    }

    private static void failAt(byte letter) {
        switch (letter) {
            case 'X' -> throw new IllegalStateException("bug");
            case 'O' -> throw new OutOfMemoryError("as if");
            default -> {
            } // no failure
        }
    }
}
