package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.Addresses;

/**
 * Takes requests from a socket, one at a time, and has each processed by a handler of its own. Python's {@code
 * socketserver.BaseServer}. Its life in verbs: {@link #serveForever} or {@link #handleRequest()} take requests in the
 * calling thread, {@link #shutdown} ends the loop and leaves the socket open, {@link #serverClose} ends everything. Any
 * thread may call them, a handler's included, in any order; misuse is an {@link IllegalStateException}, never a hang.
 *
 * <p>To extend, take {@link TCPServer}, {@link UDPServer} or one of theirs: this class has no socket, and no constructor
 * for others.
 *
 * <p>For each request the hooks are called in this order: {@code getRequest, verifyRequest, processRequest,
 * finishRequest} (the handler's {@code setup, handle, finish}), {@code handleError} if something threw, {@code
 * shutdownRequest, closeRequest}. What a hook throws ends its request, not the server; an {@link Error} ends the loop
 * too, the request closed first. {@link RequestProcessing} has the hooks that mix-ins replace, {@link RequestLoop} does
 * the work.
 *
 * @param <R> what a request is: {@link java.net.Socket} or {@link DatagramRequest}
 */
@SuppressWarnings("this-escape") // the loop only keeps it; that open() runs hooks is what its Javadoc warns of
public abstract class BaseServer<R> implements RequestProcessing, AutoCloseable {

    /** How often {@link #serviceActions} is called at least, if it is overridden. Python's {@code poll_interval}. */
    public static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final RequestLoop<R> loop = new RequestLoop<>(this);
    private ServerOptions options = ServerOptions.DEFAULTS; // set before it is opened
    private volatile @Nullable SocketAddress serverAddress;
    private volatile @Nullable Supplier<? extends BaseRequestHandler<R>> requestHandlerClass;

    BaseServer() {} // what a socket must do for it is said by methods of this package

    /**
     * Opens the server, as Python's constructor does. The constructors that take an address call this, so hooks then run
     * before a subclass's fields have their values, unless its constructor sets them before it calls {@code super}.
     *
     * @param address where to listen
     * @param requestHandlerClass makes a handler for each request: {@code MyHandler::new}
     * @param bindAndActivate false if the caller will call {@link #serverBind} and {@link #serverActivate}
     * @throws java.net.BindException if it can't listen there, in one line that names the address; all is closed then
     * @throws IllegalStateException if it was opened before: another server is needed
     */
    public final void open(SocketAddress address, Supplier<? extends BaseRequestHandler<R>> requestHandlerClass,
            boolean bindAndActivate) throws IOException {
        if (this.serverAddress != null || isClosed()) {
            throw new IllegalStateException("the server is open already, or closed");
        }
        this.serverAddress = address;
        this.requestHandlerClass = requestHandlerClass;
        checkProcessing();
        if (bindAndActivate) {
            try {
                serverBind();
                serverActivate();
            } catch (IOException | RuntimeException | Error e) {
                try {
                    loop.stopTaking();
                    closeSocket(); // not serverClose: that of a subclass may need what its constructor has yet to set
                } catch (IOException | RuntimeException afterwards) {
                    e.addSuppressed(afterwards);
                }
                throw e;
            }
        }
    }

    /** Opens the server, bound and activated. */
    public final void open(SocketAddress address, Supplier<? extends BaseRequestHandler<R>> requestHandlerClass)
            throws IOException {
        open(address, requestHandlerClass, true);
    }

    /** Opens the server with options, bound and activated. */
    public final void open(SocketAddress address, Supplier<? extends BaseRequestHandler<R>> requestHandlerClass,
            ServerOptions options) throws IOException {
        this.options = options;
        open(address, requestHandlerClass);
    }

    /** What it was told when it was opened. */
    @Override
    public final ServerOptions options() {
        return options;
    }

    /** Serves until {@link #shutdown}, with {@link #POLL_INTERVAL}. Python's {@code serve_forever()}. */
    public final void serveForever() {
        serveForever(POLL_INTERVAL);
    }

    /**
     * Serves in the calling thread until {@link #shutdown}, {@link #serverClose} or an interrupt, which stays set.
     * Python's {@code serve_forever(poll_interval)}. May be called again after a shutdown or an interrupt.
     *
     * @param pollInterval how often {@link #serviceActions} is called at least. Nothing else is polled: a stop wakes the
     *        loop, and unless serviceActions is overridden an idle server sleeps.
     * @throws IllegalStateException if another thread serves already, or the server is closed or not activated
     */
    public final void serveForever(Duration pollInterval) {
        loop.serveForever(overridesServiceActions() ? RequestQueue.nanos(pollInterval) : RequestQueue.FOREVER);
    }

    private boolean overridesServiceActions() {
        try {
            return getClass().getMethod("serviceActions").getDeclaringClass() != RequestProcessing.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e); // RequestProcessing has it
        }
    }

    /** Takes one request, waiting for it no longer than {@link #timeout}. Python's {@code handle_request}. */
    public final boolean handleRequest() {
        return handleRequest(timeout());
    }

    /**
     * Takes one request within a timeout. Many threads may call it at once; {@link #shutdown} does not end it.
     *
     * @param timeout zero or less: don't wait; null: wait for ever
     * @return true if a request was taken; if none came, what {@link #handleTimeout} returns; false if an interrupt or
     *         {@link #serverClose} ended the wait
     * @throws IllegalStateException if the server is closed or not activated
     */
    public final boolean handleRequest(@Nullable Duration timeout) {
        return loop.handleRequest(timeout == null ? RequestQueue.FOREVER : RequestQueue.nanos(timeout))
                || (!isClosed() && !Thread.currentThread().isInterrupted() && handleTimeout());
    }

    /**
     * Ends {@link #serveForever} and waits until it has ended, the handler included that it may be running itself.
     * Python's {@code shutdown}. Requests in threads go on; clients not yet taken stay in the backlog. In the loop's own
     * thread it returns at once, and the loop ends after the handler. If no loop has run yet, the first one will end at
     * once; if one has, and has ended, nothing happens.
     */
    public final void shutdown() {
        loop.shutdown();
    }

    /**
     * Ends the loop, frees the address and, if {@link #blockOnClose}, waits for the requests in progress, for as long as
     * they take: {@link #close(Duration)} has a limit. Python's {@code server_close}. More calls do no harm. In a handler
     * it does not wait for that one.
     */
    public void serverClose() throws IOException {
        stopTaking();
        if (blockOnClose()) {
            loop.awaitRequests();
        }
        closeSocket();
    }

    /**
     * Ends the loop, frees the address, lets the requests in progress end for a while and then cuts them: connections
     * are closed, worker threads interrupted, child processes killed. Python has nothing like it.
     */
    public final void close(Duration grace) throws IOException {
        stopTaking();
        loop.awaitOrCutRequests(grace);
        serverClose();
    }

    /** Does the same as {@link #serverClose}, for try-with-resources. Python's {@code __exit__}. */
    @Override
    public final void close() throws IOException {
        serverClose();
    }

    private void stopTaking() throws IOException {
        loop.stopTaking();
        if (!answersThroughItsSocket()) {
            closeSocket();
        }
    }

    /** Whether requests in progress need the server's own socket, which must then be closed after them. */
    abstract boolean answersThroughItsSocket();

    /** What makes the threads of requests, unless somebody says otherwise. */
    ThreadFactory usualThreads() {
        return VIRTUAL_THREADS;
    }

    /** Closes the socket unless it is closed. */
    abstract void closeSocket() throws IOException;

    /** Ends the input and output of a request from outside. */
    abstract void cut(R request);

    /** Opens the socket; {@link #serverAddress} becomes the real address. Python's {@code server_bind}. */
    public abstract void serverBind() throws IOException;

    /** Lets clients connect from now on. Python's {@code server_activate}. */
    public void serverActivate() throws IOException {}

    /**
     * Takes a request; null if there is none, be it that somebody else was faster, or that the loop asks once more before
     * it waits for the next one. Must not wait. Python's {@code get_request}.
     */
    protected abstract @Nullable Request<R> getRequest() throws IOException;

    /** Whether to process a request; false closes it without a word. Python's {@code verify_request}. */
    protected boolean verifyRequest(R request, @Nullable SocketAddress clientAddress) throws Exception {
        return true;
    }

    /** Has a verified request processed, once, here or wherever the mix-in says. Python's {@code process_request}. */
    protected void processRequest(ActiveRequest<R> request) {
        startProcessing(request);
    }

    /** Makes a handler and has it do all of its work. Python's {@code finish_request}. */
    protected void finishRequest(R request, @Nullable SocketAddress clientAddress) throws Exception {
        requestHandlerClass().get().run(request, clientAddress, this);
    }

    /**
     * Reports what a request threw, in the thread that it happened in. Python's {@code handle_error}. That a client went
     * away, or that the server cut the request, is for the curious; other trouble with the network or with files, such as
     * that of a handler's connection to somebody else, is worth a line, an exception of the handler its stack trace.
     */
    protected void handleError(R request, @Nullable SocketAddress clientAddress, Exception error) {
        Trouble.report(log(), request, clientAddress, error, isClosed());
    }

    /** Reports a hook that threw where there is nobody left to tell but the log. */
    final void hookFailed(String hook, Exception failure) {
        log().error("{}: " + hook + " failed", this, new Trouble.Printable(failure));
    }

    /** The class's logger; got when there is something to say, because a child process that says nothing starts sooner. */
    Logger log() {
        return LoggerFactory.getLogger(getClass());
    }

    /** Ends a request, and calls {@link #closeRequest}. Python's {@code shutdown_request}. */
    protected void shutdownRequest(R request) throws IOException {
        closeRequest(request);
    }

    /** Frees what a request holds, which is over then unless a handler has begun. Python's {@code close_request}. */
    protected void closeRequest(R request) throws IOException {
        loop.closing(request);
    }

    /** Where it listens, with the real port; before that, where it was told to. Python's {@code server_address}. */
    public final SocketAddress serverAddress() {
        return opened(serverAddress);
    }

    final void serverAddress(SocketAddress bound) {
        serverAddress = bound;
    }

    /** Its socket, for options; to wait and to close is the server's affair. Python's {@code socket, fileno()}. */
    public abstract SelectableChannel channel();

    /** What makes a handler for each request. Python's {@code RequestHandlerClass}. */
    public final Supplier<? extends BaseRequestHandler<R>> requestHandlerClass() {
        return opened(requestHandlerClass);
    }

    /** Sets what makes the handlers, from the next request on. */
    public final void requestHandlerClass(Supplier<? extends BaseRequestHandler<R>> requestHandlerClass) {
        this.requestHandlerClass = requestHandlerClass;
    }

    /** The requests in progress. */
    public final List<ActiveRequest<?>> activeRequests() {
        return loop.activeRequests().all();
    }

    /** Returns a request that another process took, to be processed in this one. */
    final ActiveRequest<R> handedOver(Request<R> taken) {
        return new ActiveRequest<>(this, loop, taken);
    }

    /** Whether a loop is running. */
    public final boolean isServing() {
        return loop.isServing();
    }

    /** Whether it is closing or closed; a handler with a long conversation may want to know. */
    public final boolean isClosed() {
        return loop.isClosed();
    }

    /** To be called before a socket is opened; what is open already, or closed for good, stays so. */
    final void checkNotYet(@Nullable SelectableChannel open) {
        if (open != null || isClosed()) {
            throw new IllegalStateException("the server has done that already, or is closed");
        }
    }

    /** Returns an attribute that a server has from {@link #open} or {@link #serverBind} on. */
    static <T> T opened(@Nullable T attribute) {
        if (attribute == null) {
            throw new IllegalStateException("the server is not open");
        }
        return attribute;
    }

    @Override
    public String toString() {
        SocketAddress address = serverAddress;
        Class<?> named = getClass().isAnonymousClass() ? getClass().getSuperclass() : getClass();
        return named.getSimpleName() + (address == null ? "" : " on " + Addresses.format(address));
    }
}
