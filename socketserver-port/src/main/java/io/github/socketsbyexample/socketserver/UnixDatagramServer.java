package io.github.socketsbyexample.socketserver;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Python's {@code socketserver.UnixDatagramServer}: as {@link UDPServer}, on a {@link java.net.UnixDomainSocketAddress}
 * or an {@linkplain UnixStreamServer#abstractName abstract name}. The socket's file is removed when the server closes. A
 * client that has not bound a name of its own can't be answered. Empty datagrams are not seen (junixsocket can't tell
 * them from none).
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

    /** Python's constructor: see {@link #open(SocketAddress, Supplier, boolean)}. */
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
        try {
            AFUNIXDatagramChannel opened = AFUNIXDatagramChannel.open();
            channel(opened);
            opened.setDeleteOnClose(false); // it would remove the file of whoever has the name then
            file = UnixSocketFile.bind(serverAddress(), opened::bind, allowReuseAddress() ? address -> {
                try (DatagramChannel probe = AFUNIXDatagramChannel.open()) {
                    probe.connect(address);
                }
            } : null);
        } catch (IOException | RuntimeException e) {
            throw ServerSettings.cannotListen(serverAddress(), e);
        }
    }

    @Override
    protected @Nullable Request<DatagramRequest> getRequest() throws IOException {
        Request<DatagramRequest> request = super.getRequest();
        return request == null
                ? null
                : new Request<>(request.request(), UnixSocketFile.jdkAddress(request.clientAddress()));
    }

    /** Sends; that the client is gone is no error, as it is none with UDP, where nobody knows. */
    @Override
    boolean send(ByteBuffer datagram, SocketAddress address) throws IOException {
        try {
            return sendThroughDuplicate(datagram, UnixSocketFile.nativeAddress(address));
        } catch (SocketException e) {
            log().debug("{}: {}", Addresses.format(address), e.getMessage());
            return true;
        }
    }

    /**
     * Spares the server's own socket: junixsocket closes the one it sends through when the receiver is gone, and when the
     * thread is interrupted.
     */
    private boolean sendThroughDuplicate(ByteBuffer datagram, SocketAddress address) throws IOException {
        FileDescriptor own = ((AFUNIXDatagramChannel) channel()).getFileDescriptor();
        FileDescriptor duplicate = FileDescriptorCast.duplicating(own).getFileDescriptor();
        try (FileOutputStream _ = new FileOutputStream(duplicate); // closes it, which the next does not
                AFUNIXDatagramChannel sender = FileDescriptorCast.using(duplicate).as(AFUNIXDatagramChannel.class)) {
            sender.setShutdownOnClose(false); // would end the server's socket as well
            sender.setDeleteOnClose(false);
            sender.configureBlocking(false);
            return sender.send(datagram, address) > 0 || !datagram.hasRemaining();
        }
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
