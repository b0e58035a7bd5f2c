package io.github.socketsbyexample.common;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * An address at which whoever connects is refused: its port is taken, and nobody listens there. (A port that is given back
 * may be somebody else's a moment later.)
 */
public final class NobodyThere implements Closeable {

    private final Socket bound = new Socket();

    /** Takes a port. */
    public NobodyThere() throws IOException {
        bound.bind(RunningServer.ANY_PORT);
    }

    /** Returns the address, of the loopback interface. */
    public InetSocketAddress address() {
        return (InetSocketAddress) bound.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
