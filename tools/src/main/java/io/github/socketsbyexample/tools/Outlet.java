package io.github.socketsbyexample.tools;

import java.io.IOException;

/**
 * Where a relay sends what it read in one direction. Used by one thread at a time. With UDP a call of {@link #send} is a
 * datagram, and the other methods do nothing.
 */
public interface Outlet {

    /**
     * Sends bytes on; returns when the system has taken them, so a slow receiver slows the sender down.
     *
     * @param bytes the caller's buffer, used again for what comes next
     */
    void send(byte[] bytes, int offset, int length) throws IOException;

    /** Ends the stream in this direction (FIN); the other direction goes on. Nothing can be sent afterwards; more calls do
     * no harm. */
    void end() throws IOException;

    /** Aborts the connection towards both sides (RST). */
    void reset() throws IOException;

    /** Closes the connection towards both sides (FIN), whatever is still on its way. */
    void cut() throws IOException;
}
