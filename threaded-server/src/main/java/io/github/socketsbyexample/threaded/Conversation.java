package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;

/**
 * One client's conversation, as a state machine: something has happened, the answer is the next {@link Step}. Its driver
 * ({@link BlockingConversation}, {@link SelectorConnection}) calls one method at a time, though not always in the same
 * thread. No method may block: whatever takes time is a step.
 */
@FunctionalInterface
public interface Conversation extends AutoCloseable {

    /** Says what to do first: unless it is overridden, to wait for the client. */
    default Step begin() {
        return Step.READ;
    }

    /**
     * Takes what one read returned.
     *
     * @param chunk at least one byte; its content is gone once the next step but a {@link Step.Send} is taken
     */
    Step received(ByteBuffer chunk);

    /**
     * Takes note that the client has ended its stream; it may still be reading. A conversation that reads on is told the
     * same again.
     */
    default Step ended() {
        return Step.END;
    }

    /** Ends it, once, however it ended: by a step, by trouble on the network, or by the server's stop. */
    @Override
    default void close() {}
}
