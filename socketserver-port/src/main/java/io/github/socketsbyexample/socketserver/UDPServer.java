package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Serves UDP datagrams: a request is one of them, with the server's own socket to answer through. Python's {@code
 * socketserver.UDPServer}. (There it extends TCPServer, to share code; here its requests have another type.)
 */
@SuppressWarnings("this-escape") // see BaseServer.open
public class UDPServer extends BaseServer<DatagramRequest> {

    private static final Duration SEND_PATIENCE = Duration.ofSeconds(1); // for a full send buffer; then it's an error
    private static final Duration SEND_PAUSE = Duration.ofMillis(1);

    private volatile @Nullable DatagramChannel channel; // from serverBind on
    private @Nullable ByteBuffer buffer; // used by one thread at a time, that which takes requests

    /** Leaves everything to {@link #open(SocketAddress, Supplier)} or {@link #open(DatagramChannel, Supplier)}. */
    public UDPServer() {}

    /**
     * Listens: see {@link #open(SocketAddress, Supplier)}.
     *
     * @throws java.net.BindException if it can't, in one line that names the address
     */
    public UDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass) throws IOException {
        this(serverAddress, requestHandlerClass, true);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public UDPServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass, boolean bindAndActivate)
            throws IOException {
        open(serverAddress, requestHandlerClass, bindAndActivate);
    }

    /** Opens the server with the address reuse of settings that other servers have, too. */
    public final void open(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass, DatagramSettings settings)
            throws IOException {
        open(serverAddress, requestHandlerClass, ServerOptions.DEFAULTS.reuseAddress(settings.reuseAddress()));
    }

    /**
     * Serves a socket that somebody else has opened.
     *
     * @param channel bound; closed by this server from now on
     */
    public final void open(DatagramChannel channel,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass) throws IOException {
        open(channel.getLocalAddress(), requestHandlerClass, false);
        this.channel = channel;
    }

    /** The address's family. Python's {@code address_family}. */
    public ProtocolFamily addressFamily() {
        return InternetSockets.family(serverAddress());
    }

    /** How many bytes of a datagram to take, at most. Python's {@code max_packet_size}. */
    protected int maxPacketSize() {
        return 8192;
    }

    /** Whether two servers may share a port, and one get nothing. Python's {@code allow_reuse_address}. */
    protected boolean allowReuseAddress() {
        return ServerOptions.or(options().reuseAddress(), false);
    }

    /** Whether several servers may have one port and share its senders. Python's {@code allow_reuse_port}. */
    protected boolean allowReusePort() {
        return false;
    }

    /** Whether a server on all IPv6 interfaces serves IPv4 clients too; else their datagrams are ignored. */
    protected boolean dualStack() {
        return true;
    }

    @Override
    public void serverBind() throws IOException {
        try {
            checkNotYet(channel);
            channel = bound();
        } catch (IOException | RuntimeException e) {
            throw ServerSettings.cannotListen(serverAddress(), e);
        }
    }

    /** Opens a socket that has the server's address. */
    DatagramChannel bound() throws IOException {
        SocketAddress address = InternetSockets.resolved(serverAddress());
        DatagramChannel opened = DatagramChannel.open(InternetSockets.family(address));
        try {
            InternetSockets.setOptions(opened, allowReuseAddress(), allowReusePort());
            serverAddress(opened.bind(address).getLocalAddress());
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    protected @Nullable Request<DatagramRequest> getRequest() throws IOException {
        int most = maxPacketSize();
        ByteBuffer datagram = emptyBuffer(most + 1); // a byte more, to see that there was more
        SocketAddress sender = channel().receive(datagram);
        datagram.flip();
        if (sender == null && !datagram.hasRemaining()) { // a Unix-domain sender without a name has bytes at least
            return null;
        }
        if (!dualStack() && InternetSockets.isMapped(sender, serverAddress())) {
            return null;
        }
        byte[] data = new byte[Math.min(most, datagram.remaining())];
        boolean truncated = datagram.remaining() > most;
        datagram.get(data);
        return new Request<>(new DatagramRequest(data, this::sendTo, truncated), sender);
    }

    private ByteBuffer emptyBuffer(int size) {
        ByteBuffer kept = buffer;
        if (kept == null || kept.capacity() != size) {
            buffer = kept = ByteBuffer.allocateDirect(size);
        }
        return kept.clear();
    }

    /** Sends; waits a little when the system has no room, because the channel itself does not. */
    private void sendTo(byte[] data, SocketAddress address) throws IOException {
        ByteBuffer datagram = ByteBuffer.wrap(data);
        long begin = System.nanoTime();
        while (!send(datagram, address)) {
            if (System.nanoTime() - begin > SEND_PATIENCE.toNanos()) {
                throw new IOException("no room to send within " + SEND_PATIENCE.toMillis() + " ms");
            }
            LockSupport.parkNanos(SEND_PAUSE.toNanos());
        }
    }

    /** Sends unless there is no room; returns whether it did. */
    boolean send(ByteBuffer datagram, SocketAddress address) throws IOException {
        return channel().send(datagram, address) > 0 || !datagram.hasRemaining();
    }

    @Override
    void cut(DatagramRequest request) {} // nothing of it is open

    @Override
    boolean answersThroughItsSocket() {
        return true;
    }

    @Override
    void closeSocket() throws IOException {
        DatagramChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public DatagramChannel channel() {
        return opened(channel);
    }
}
