package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.time.Duration;

/** Protocols for tests. */
final class Protocols {

    /** Every byte comes back. */
    static final Protocol ECHO = client -> chunk -> new Step.Send(chunk, Step.READ);

    /** Begins by sending more than any system's buffers hold, over and over. */
    static final Protocol FLOOD = client -> new Conversation() {
        @Override
        public Step begin() {
            return new Step.Send(ByteBuffer.allocate(1024 * 1024), new Step.Pause(Duration.ofMillis(1), this::begin));
        }

        @Override
        public Step received(ByteBuffer chunk) {
            throw new AssertionError("never reads");
        }
    };

    /** Fails as a protocol with a bug does, at the letter X; otherwise an echo. */
    static final Protocol FRAGILE = client -> chunk -> {
        if (chunk.get(chunk.position()) == 'X') {
            throw new IllegalStateException("bug");
        }
        return new Step.Send(chunk, Step.READ);
    };

    private Protocols() {}

    /** An echo that takes its time. */
    static Protocol slowEcho(Duration delay) {
        return client -> chunk -> {
            ByteBuffer answer = ByteBuffer.allocate(chunk.remaining()).put(chunk).flip();
            return new Step.Pause(delay, () -> new Step.Send(answer, Step.READ));
        };
    }
}
