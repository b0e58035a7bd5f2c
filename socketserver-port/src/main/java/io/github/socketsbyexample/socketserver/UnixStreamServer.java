package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Serves connections as {@link TCPServer} does, on a {@link UnixDomainSocketAddress} or an {@linkplain #abstractName
 * abstract name}. Python's {@code socketserver.UnixStreamServer}. A request is a {@link UnixSocket}, mostly of a client
 * without a name, whose address is null. The socket's file is removed on closing. Needs junixsocket on the class path.
 */
public class UnixStreamServer extends TCPServer {

    private volatile @Nullable UnixSocketFile file;

    /** Leaves everything to {@link #open(SocketAddress, Supplier)}. */
    public UnixStreamServer() {}

    /**
     * Listens: see {@link #open(SocketAddress, Supplier)}.
     *
     * @throws java.net.BindException if it can't, or there is a file of that name, in one line that names it
     */
    public UnixStreamServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass) throws IOException {
        this(serverAddress, requestHandlerClass, true);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public UnixStreamServer(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass, boolean bindAndActivate)
            throws IOException {
        super(serverAddress, requestHandlerClass, bindAndActivate);
    }

    /** Returns the address of a name that is in no file system and ends with its socket; Linux only. */
    public static SocketAddress abstractName(String name) throws IOException {
        Junixsocket.require();
        return UnixAddress.ofAbstractName(name);
    }

    @Override
    public ProtocolFamily addressFamily() {
        return StandardProtocolFamily.UNIX;
    }

    /**
     * Whether to take the place of a socket file that nobody listens to, left behind by a server that was killed. Any
     * other file, and a server that lives, stay as they are in any case.
     */
    @Override
    protected boolean allowReuseAddress() {
        return ServerOptions.or(options().reuseAddress(), false);
    }

    /** Opens nothing yet: such a socket listens as soon as it has its name. */
    @Override
    public void serverBind() throws IOException {
        Junixsocket.require();
    }

    @Override
    ServerSocketChannel listen() throws IOException {
        ServerSocketChannel opened = UnixChannels.openListener();
        try {
            file = UnixSocketFile.bind(serverAddress(), address -> opened.bind(address, requestQueueSize()),
                    allowReuseAddress() ? UnixChannels::probeListener : null);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    protected @Nullable Request<Socket> getRequest() throws IOException {
        Request<Socket> request = super.getRequest();
        if (request == null) {
            return null;
        }
        Socket client = UnixSocket.of(request.request().getChannel());
        return new Request<>(client, client.getRemoteSocketAddress());
    }

    /** Threads that may wait in native code: for a virtual one another would have to ({@link NativeCalls}). */
    @Override
    ThreadFactory usualThreads() {
        return PLATFORM_THREADS;
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
