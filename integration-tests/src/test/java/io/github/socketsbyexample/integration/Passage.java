package io.github.socketsbyexample.integration;

import java.io.IOException;

import io.github.socketsbyexample.tools.Outlet;

/** One conversation's passage through a relay: what a fault's two directions share. Its lock is theirs. */
final class Passage {

    private final long seed;
    private boolean closed; // guarded by this

    /** Opens it; the seed is for what is random. */
    Passage(long seed) {
        this.seed = seed;
    }

    long seed() {
        return seed;
    }

    /** Lets nothing more through. */
    synchronized void close() {
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Returns what stands in the direction that the fault leaves alone, and passes things on while this is open. */
    Outlet guard(Outlet outlet) {
        return new PassingOutlet(outlet) {
            @Override
            public void send(byte[] bytes, int offset, int length) throws IOException {
                if (!isClosed()) {
                    out.send(bytes, offset, length);
                }
            }

            @Override
            public void end() throws IOException {
                if (!isClosed()) {
                    out.end();
                }
            }
        };
    }
}
