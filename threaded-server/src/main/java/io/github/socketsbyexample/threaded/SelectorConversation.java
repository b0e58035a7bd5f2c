package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a {@link SelectorServer} does with one client, as a state machine: something has happened, the answer is the next
 * {@link Step}. Its {@link SelectorConnection} calls one method at a time, always in the selector's thread. No method may
 * block: whatever takes time is a step. Compare the same in blocking code, a {@link ConversationHandler}.
 */
@FunctionalInterface
public interface SelectorConversation extends AutoCloseable {

    /** Says what to do first: unless it is overridden, to wait for the client. */
    default Step begin() {
        return Step.READ;
    }

    /** Says how much of what has come one read may take, from one byte; what is left waits for the next. */
    default int mostBytes() {
        return Integer.MAX_VALUE;
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

    /** What a conversation wants done next; the connection remembers it until the selector or a timer calls. */
    sealed interface Step {

        /** Wait for the client. */
        Step READ = new Read();

        /** Close the connection. */
        Step END = new End();

        /**
         * Send bytes, all of them, and go on.
         *
         * @param output taken from its position to its limit
         * @param next what follows when the system has taken the bytes
         */
        record Send(ByteBuffer output, Step next) implements Step {}

        /** Wait for the client, see {@link #READ}. */
        record Read() implements Step {}

        /**
         * Wait for the client, but not for ever.
         *
         * @param patience how long, from 1 ms
         * @param otherwise what follows if nothing came meanwhile
         */
        record ReadWithin(Duration patience, Supplier<Step> otherwise) implements Step {}

        /**
         * Do nothing for a time; what the client sends meanwhile waits in the system's buffers, and then comes as one
         * chunk, or as several if that is more than {@link #mostBytes}.
         *
         * @param time how long
         * @param then what follows
         */
        record Pause(Duration time, Supplier<Step> then) implements Step {}

        /** Close the connection, see {@link #END}. */
        record End() implements Step {}
    }
}
