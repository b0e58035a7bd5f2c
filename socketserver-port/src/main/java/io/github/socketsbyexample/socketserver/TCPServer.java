package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.BindException;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.ServerSettings;

/**
 * Serves TCP connections: a request is a connected {@link Socket}, which the server closes when its handler has finished.
 * Python's {@code socketserver.TCPServer}. The kind of address decides the address family; one for all IPv6 interfaces
 * serves IPv4 clients too. Options are methods to override, as they are class attributes in Python.
 *
 * <pre>{@code
 * try (TCPServer server = new TCPServer(new InetSocketAddress("127.0.0.1", 9999), MyHandler::new)) {
 *     server.serveForever();
 * }
 * }</pre>
 */
@SuppressWarnings("this-escape") // see BaseServer.open
public class TCPServer extends BaseServer<Socket> {

    private final Map<Socket, Socket> connections = new ConcurrentHashMap<>(); // those that TLS sockets encrypt
    private volatile @Nullable SocketChannel reserved; // holds the address between serverBind and serverActivate
    private volatile @Nullable ServerSocketChannel listener; // from serverActivate on

    /** Leaves everything to {@link #open(SocketAddress, Supplier)} or {@link #open(ServerSocketChannel, Supplier)}. */
    public TCPServer() {}

    /**
     * Listens: see {@link #open(SocketAddress, Supplier)}.
     *
     * @throws java.net.BindException if it can't, in one line that names the address
     */
    public TCPServer(SocketAddress serverAddress, Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass)
            throws IOException {
        this(serverAddress, requestHandlerClass, true);
    }

    /** Listens, or only takes the address: see {@link #open(SocketAddress, Supplier, boolean)}. Python's constructor. */
    public TCPServer(SocketAddress serverAddress, Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        open(serverAddress, requestHandlerClass, bindAndActivate);
    }

    /** Opens the server with the backlog and the address reuse of settings that other servers have, too. */
    public final void open(SocketAddress serverAddress,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass, ServerSettings settings)
            throws IOException {
        open(serverAddress, requestHandlerClass,
                ServerOptions.DEFAULTS.backlog(settings.backlog()).reuseAddress(settings.reuseAddress()));
    }

    /**
     * Serves a listener that somebody else has opened, such as {@link System#inheritedChannel()}.
     *
     * @param listener bound; closed by this server from now on
     */
    public final void open(ServerSocketChannel listener,
            Supplier<? extends BaseRequestHandler<Socket>> requestHandlerClass) throws IOException {
        open(listener.getLocalAddress(), requestHandlerClass, false);
        this.listener = listener;
    }

    /** The address's family; a host name counts as the first address it has. Python's {@code address_family}. */
    public ProtocolFamily addressFamily() {
        return InternetSockets.family(serverAddress());
    }

    /** How many clients may wait to be accepted. Python's {@code request_queue_size}, which is 5 there. */
    protected int requestQueueSize() {
        return ServerOptions.or(options().backlog(), ServerSettings.DEFAULT_BACKLOG);
    }

    /**
     * Whether to listen although old connections linger on the port. Python's {@code allow_reuse_address}, which is false
     * there. See {@link ServerSettings#reuseAddress}; without effect on Windows.
     */
    protected boolean allowReuseAddress() {
        return ServerOptions.or(options().reuseAddress(), true);
    }

    /** Whether several servers may listen on one port and share the clients. Python's {@code allow_reuse_port}. */
    protected boolean allowReusePort() {
        return false;
    }

    /**
     * Whether a server on all IPv6 interfaces serves IPv4 clients too. The JDK can't keep them from connecting, so
     * without this they are closed at once.
     */
    protected boolean dualStack() {
        return true;
    }

    /** What to encrypt connections with; null for not at all. The handshake is done by the thread of the handler. */
    protected @Nullable SSLContext sslContext() {
        return options().tls();
    }

    /** How long a client may take for the TLS handshake, all in all, and for taking notice of the end. */
    protected Duration handshakeTimeout() {
        return Duration.ofSeconds(10);
    }

    /** Holds the address without listening, so that clients are refused until {@link #serverActivate}. */
    @Override
    public void serverBind() throws IOException {
        try {
            checkNotYet(reserved == null ? listener : reserved);
            reserved = reserve(InternetSockets.resolved(serverAddress()));
        } catch (IOException | RuntimeException e) {
            throw ServerSettings.cannotListen(serverAddress(), e);
        }
    }

    private SocketChannel reserve(SocketAddress address) throws IOException {
        SocketChannel holder = SocketChannel.open(InternetSockets.family(address));
        try {
            InternetSockets.setOptions(holder, allowReuseAddress(), allowReusePort());
            serverAddress(holder.bind(address).getLocalAddress());
            return holder;
        } catch (IOException | RuntimeException e) {
            holder.close();
            throw e;
        }
    }

    @Override
    public void serverActivate() throws IOException {
        try {
            checkNotYet(listener);
            listener = listenWhereReserved();
        } catch (IOException | RuntimeException e) {
            throw ServerSettings.cannotListen(serverAddress(), e);
        } finally {
            closeReserved();
        }
    }

    private ServerSocketChannel listenWhereReserved() throws IOException {
        try {
            return listen();
        } catch (BindException e) {
            if (reserved == null) {
                throw e;
            }
            closeReserved(); // both at once need address reuse, and a system like Linux; for a moment it is anybody's now
            return listen();
        }
    }

    /** Opens a socket that listens on the server's address. */
    ServerSocketChannel listen() throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open(InternetSockets.family(serverAddress()));
        try {
            InternetSockets.setOptions(opened, allowReuseAddress(), allowReusePort());
            return opened.bind(serverAddress(), requestQueueSize());
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void closeReserved() throws IOException {
        SocketChannel holder = reserved;
        if (holder != null) {
            holder.close();
            reserved = null;
        }
    }

    @Override
    protected @Nullable Request<Socket> getRequest() throws IOException {
        SocketChannel client = channel().accept();
        if (client == null) {
            return null;
        }
        if (!dualStack() && InternetSockets.isMapped(client.getRemoteAddress(), serverAddress())) {
            client.close();
            return null;
        }
        return new Request<>(client.socket(), client.getRemoteAddress());
    }

    /** {@inheritDoc} With an {@link #sslContext} the handler's request is an {@link SSLSocket}. */
    @Override
    protected void finishRequest(Socket request, @Nullable SocketAddress clientAddress) throws Exception {
        withStream(request, stream -> super.finishRequest(stream, clientAddress));
    }

    /** Work on a connection, encrypted or not. */
    interface StreamWork {
        void on(Socket stream) throws Exception;
    }

    /** Has work done on a connection or, with an {@link #sslContext}, on the TLS connection over it. */
    final void withStream(Socket request, StreamWork work) throws Exception {
        SSLContext tls = request instanceof ForkedSocket ? null : sslContext(); // a child's parent does it
        if (tls == null) {
            work.on(request);
        } else {
            SSLSocket encrypted = Tls.accept(tls, request, handshakeTimeout(), () -> cut(request));
            connections.put(encrypted, request);
            try {
                work.on(encrypted);
            } finally {
                try (CutTimer _ = new CutTimer(handshakeTimeout(), () -> cut(request))) {
                    Tls.end(encrypted);
                }
                connections.remove(encrypted);
            }
        }
    }

    /**
     * Ends the stream towards the client before it closes the connection. Python's {@code shutdown_request}. Without it,
     * a client whose last bytes were not read would get a reset instead of the answer. What of the answer has not left by
     * then, as the client has no room for it yet, is lost with unread input all the same: a handler of long answers reads
     * what it is sent to the end.
     */
    @Override
    protected void shutdownRequest(Socket request) throws IOException {
        try {
            if (!request.isClosed() && !request.isOutputShutdown()) {
                request.shutdownOutput();
            }
        } catch (IOException e) {
            log().debug("{}: {}", request, e.getMessage()); // the client was faster, or the handler closed it meanwhile
        } finally {
            closeRequest(request);
        }
    }

    @Override
    protected void closeRequest(Socket request) throws IOException {
        request.close();
        super.closeRequest(request);
    }

    /** Closes the connection itself: to close a TLS socket takes turns with whoever is writing to it. */
    @Override
    void cut(Socket request) {
        try {
            connections.getOrDefault(request, request).close();
        } catch (IOException e) {
            log().debug("{}: {}", request, e.getMessage()); // it can't be used any more all the same
        }
    }

    @Override
    boolean answersThroughItsSocket() {
        return false;
    }

    @Override
    void closeSocket() throws IOException {
        closeReserved();
        ServerSocketChannel open = listener;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public ServerSocketChannel channel() {
        return opened(listener);
    }
}
