package io.github.socketsbyexample.tools;

import java.io.Closeable;
import java.io.IOException;

/** Shows events, in the thread that calls it; one at a time. */
interface Drawing extends Closeable {

    /** Shows an event. */
    void draw(WireEvent event);

    /** Says that so many events could not be shown at this point. */
    void missed(long events);

    /**
     * Completes the drawing.
     *
     * @throws IOException if not all of it could be written
     */
    @Override
    void close() throws IOException;
}
