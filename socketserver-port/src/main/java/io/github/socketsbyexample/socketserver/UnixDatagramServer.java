package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Texts;

/**
 * Serves datagrams as {@link UDPServer} does, on a {@link java.net.UnixDomainSocketAddress} or an {@linkplain
 * UnixStreamServer#abstractName abstract name}. Python's {@code socketserver.UnixDatagramServer}. The socket's file is
 * removed on closing. A client that has not bound a name of its own can't be answered, and one that does not read loses
 * answers; if it is connected, those that it has not read may fill this server's send buffer, and then others lose theirs
 * too. Empty datagrams are not seen (junixsocket can't tell them from none). Needs junixsocket on the class path.
 */
public class UnixDatagramServer extends UDPServer {

    private volatile @Nullable UnixSocketFile file;

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public UnixDatagramServer() {}

    /**
     * Listens: see {@link #open(SocketAddress, Supplier)}.
     *
     * @throws java.net.BindException if it can't, or there is a file of that name, in one line that names it
     */
    public UnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass) throws IOException {
        this(serverAddress, requestHandlerClass, true);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public UnixDatagramServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<DatagramRequest>> requestHandlerClass, boolean bindAndActivate)
            throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }

    @Override
    public ProtocolFamily addressFamily() {
        return StandardProtocolFamily.UNIX;
    }

    /** See {@link UnixStreamServer#allowReuseAddress}. */
    @Override
    protected boolean allowReuseAddress() {
        return super.allowReuseAddress();
    }

    @Override
    public void serverBind() throws IOException {
        Junixsocket.require();
        super.serverBind();
    }

    @Override
    DatagramChannel bound() throws IOException {
        DatagramChannel opened = UnixChannels.openDatagrams();
        try {
            file = UnixSocketFile.bind(serverAddress(), opened::bind,
                    allowReuseAddress() ? UnixChannels::probeDatagrams : null);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    protected @Nullable Request<DatagramRequest> getRequest() throws IOException {
        Request<DatagramRequest> request = super.getRequest();
        return request == null
                ? null
                : new Request<>(request.request(), UnixAddress.forJdk(request.clientAddress()));
    }

    /**
     * Sends, or drops the datagram: that the client is gone or has no room is no error, as it is none with UDP, where
     * nobody knows. To wait for room would let one client that does not read hold all others up.
     */
    @Override
    boolean send(ByteBuffer datagram, SocketAddress address) throws IOException {
        try {
            if (!UnixChannels.sendThroughDuplicate(channel(), datagram, address)) {
                dropped(address, "no room");
            }
        } catch (SocketException e) {
            dropped(address, e.getMessage());
        }
        return true;
    }

    private void dropped(SocketAddress client, @Nullable String why) {
        log().debug("{}: answer dropped: {}", Texts.printable(Addresses.format(client)), why); // it has chosen its path
    }

    @Override
    void closeSocket() throws IOException {
        UnixSocketFile own = file;
        try {
            if (own != null) {
                own.delete();
            }
        } finally {
            super.closeSocket();
        }
    }
}
