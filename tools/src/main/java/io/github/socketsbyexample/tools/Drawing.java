package io.github.socketsbyexample.tools;

import java.io.Closeable;

/** Shows events, in the thread that calls it; one at a time. */
interface Drawing extends Closeable {

    /** Shows an event. */
    void draw(WireEvent event);

    /** Says that so many events could not be shown at this point. */
    void missed(long events);

    /** Completes the drawing; what could not be written is reported, not thrown. */
    @Override
    void close();
}
