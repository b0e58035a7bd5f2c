package io.github.socketsbyexample.tools;

import java.io.IOException;

/**
 * What may happen to a conversation on its way through a relay: a fault for a test. Whatever an {@link Outlet} can be
 * told, one that stands in front of it can change, delay, repeat or leave out.
 */
@FunctionalInterface
public interface Interference {

    /** Passes everything on as it is. */
    Interference NONE = (direction, outlet) -> outlet;

    /**
     * Called for each connection (with UDP: for each sender), once in each direction, before anything is sent; may
     * use the outlet at once.
     *
     * @param outlet leads to the receiver
     * @return what the relay shall use in its place
     */
    Outlet put(Direction direction, Outlet outlet) throws IOException;
}
