package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A Unix-domain connection as a {@link Socket}, which the JDK itself has not. junixsocket's own never counts as connected
 * in the eyes of its base class, which then refuses {@code shutdownOutput}; this one takes streams and timeouts from
 * there, and ends its streams through the channel. Needs junixsocket on the class path.
 */
public final class UnixSocket extends Socket {

    private static final SocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final SocketChannel channel;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote; // null for a peer without a name

    private UnixSocket(SocketChannel channel) throws IOException {
        super(new Connection(channel));
        this.channel = channel;
        this.local = UnixAddress.forJdk(channel.getLocalAddress());
        this.remote = UnixAddress.forJdk(channel.getRemoteAddress());
    }

    /** Returns a connection that was accepted. */
    static Socket of(SocketChannel connected) throws IOException {
        Socket socket = new UnixSocket(connected);
        socket.connect(NOBODY); // tells the JDK that it is connected, and does no more
        return socket;
    }

    /**
     * Connects a client.
     *
     * @param timeout for the connection; reading has its own, {@link #setSoTimeout}
     */
    public static Socket connect(SocketAddress server, Duration timeout) throws IOException {
        Junixsocket.require();
        SocketChannel connected = UnixChannels.connect(server, timeout);
        try {
            return of(connected);
        } catch (IOException | RuntimeException e) {
            connected.close();
            throw e;
        }
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return remote;
    }

    @Override
    public String toString() {
        return channel.toString();
    }

    /** What the JDK's class makes of it. */
    private static final class Connection extends SocketImpl {

        private final SocketChannel channel;
        private final Socket socket;

        Connection(SocketChannel channel) {
            this.channel = channel;
            this.socket = channel.socket();
        }

        @Override
        protected InputStream getInputStream() throws IOException {
            return new NativeCalls.Reading(socket.getInputStream(), channel::close);
        }

        @Override
        protected OutputStream getOutputStream() throws IOException {
            return new NativeCalls.Writing(socket.getOutputStream(), channel::close);
        }

        @Override
        protected int available() throws IOException {
            return socket.getInputStream().available();
        }

        @Override
        protected void shutdownInput() throws IOException {
            channel.shutdownInput();
        }

        @Override
        protected void shutdownOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        protected void close() throws IOException {
            channel.close();
        }

        @Override
        public void setOption(int option, Object value) throws SocketException {
            switch (option) {
                case SocketOptions.SO_TIMEOUT -> socket.setSoTimeout((int) value);
                case SocketOptions.SO_RCVBUF -> socket.setReceiveBufferSize((int) value);
                case SocketOptions.SO_SNDBUF -> socket.setSendBufferSize((int) value);
                case SocketOptions.SO_LINGER ->
                    socket.setSoLinger(value instanceof Integer, value instanceof Integer seconds ? seconds : 0);
                default -> throw new SocketException("a Unix-domain socket has no such option");
            }
        }

        @Override
        public Object getOption(int option) throws SocketException {
            return switch (option) {
                case SocketOptions.SO_TIMEOUT -> socket.getSoTimeout();
                case SocketOptions.SO_RCVBUF -> socket.getReceiveBufferSize();
                case SocketOptions.SO_SNDBUF -> socket.getSendBufferSize();
                case SocketOptions.SO_LINGER -> socket.getSoLinger();
                default -> throw new SocketException("a Unix-domain socket has no such option");
            };
        }

        @Override
        protected void create(boolean stream) {}

        @Override
        protected void connect(SocketAddress address, int timeout) {}

        @Override
        protected void connect(String host, int port) {}

        @Override
        protected void connect(InetAddress address, int port) {}

        @Override
        protected void bind(InetAddress host, int port) throws SocketException {
            throw new SocketException("already connected");
        }

        @Override
        protected void listen(int backlog) throws SocketException {
            throw new SocketException("already connected");
        }

        @Override
        protected void accept(SocketImpl socket) throws SocketException {
            throw new SocketException("already connected");
        }

        @Override
        protected void sendUrgentData(int data) throws SocketException {
            throw new SocketException("a Unix-domain socket has no urgent data");
        }
    }
}
