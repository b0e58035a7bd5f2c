package io.github.socketsbyexample.common;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * An address at which whoever asks is refused: its port is taken, and nobody listens there. (A port that is given back may
 * be somebody else's a moment later.)
 */
public final class NobodyThere implements Closeable {

    private final Closeable holder;
    private final SocketAddress address;

    /** Takes a TCP port. */
    public NobodyThere() throws IOException {
        Socket bound = new Socket();
        holder = bound;
        bound.bind(RunningServer.ANY_PORT);
        address = bound.getLocalSocketAddress();
    }

    private NobodyThere(DatagramSocket connected) {
        holder = connected;
        address = connected.getLocalSocketAddress();
    }

    /** Takes a UDP port, for a socket that is connected to itself: the system tells all others that nobody has it. */
    public static NobodyThere overUdp() throws IOException {
        DatagramSocket socket = new DatagramSocket(RunningServer.ANY_PORT);
        socket.connect(socket.getLocalSocketAddress());
        return new NobodyThere(socket);
    }

    /** Returns the address, of the loopback interface. */
    public InetSocketAddress address() {
        return (InetSocketAddress) address;
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
