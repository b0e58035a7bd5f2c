package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/** What a {@link Conversation} wants done next. A blocking driver waits in it, a selector remembers it. */
public sealed interface Step {

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
     * Do nothing for a time; what the client sends meanwhile waits in the system's buffers, and then comes in one chunk.
     *
     * @param time how long
     * @param then what follows
     */
    record Pause(Duration time, Supplier<Step> then) implements Step {}

    /** Close the connection, see {@link #END}. */
    record End() implements Step {}
}
