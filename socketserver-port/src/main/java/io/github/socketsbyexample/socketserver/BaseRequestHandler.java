package io.github.socketsbyexample.socketserver;

import java.net.SocketAddress;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Processes one request; a server makes a new one for each. Python's {@code socketserver.BaseRequestHandler}, whose
 * constructor does the work; here the server calls {@code setup, handle, finish} on the finished object, so that a
 * subclass may have fields.
 *
 * @param <R> what a request is: {@link java.net.Socket} for stream servers, {@link DatagramRequest} for the others
 */
public abstract class BaseRequestHandler<R> {

    private @Nullable R request;
    private @Nullable SocketAddress clientAddress;
    private @Nullable BaseServer<R> server;

    /** What a handler does with a request itself, be it a {@link java.net.Socket} or a {@link DatagramRequest}. */
    public interface Work<R> {
        /** Does all the work. */
        void on(R request) throws Exception;
    }

    /** Makes handlers from a lambda: {@code BaseRequestHandler.<Socket>of(socket -> …)}. */
    public static <R> Supplier<BaseRequestHandler<R>> of(Work<R> work) {
        return () -> new BaseRequestHandler<>() {
            @Override
            protected void handle() throws Exception {
                work.on(request());
            }
        };
    }

    final void run(R request, @Nullable SocketAddress clientAddress, BaseServer<R> server) throws Exception {
        this.request = request;
        this.clientAddress = clientAddress;
        this.server = server;
        try {
            setup();
            handleAndFinish();
        } finally {
            release();
        }
    }

    private void handleAndFinish() throws Exception {
        try {
            handle();
        } catch (Throwable e) {
            try {
                finish();
            } catch (Exception afterwards) {
                e.addSuppressed(afterwards); // what handle threw came first
            }
            throw e;
        }
        finish();
    }

    /** Frees what setup has taken, even if that failed half-way. */
    void release() {}

    /** Prepares {@link #handle}; if it throws, the other two are not called. Python's {@code setup}. */
    protected void setup() throws Exception {}

    /** Does all the work for the request. Python's {@code handle}. */
    protected void handle() throws Exception {}

    /** Ends what {@link #handle} did, whether that threw or not. Python's {@code finish}. */
    protected void finish() throws Exception {}

    /** The connection or datagram; the server closes it after {@link #finish}. Python's {@code self.request}. */
    protected final R request() {
        return given(request);
    }

    /** Who sent it; null for a Unix-domain client without a name. Python's {@code self.client_address}. */
    protected final @Nullable SocketAddress clientAddress() {
        return clientAddress;
    }

    /** The server that took the request. Python's {@code self.server}. */
    protected final BaseServer<R> server() {
        return given(server);
    }

    /** Likewise, as what it is: {@code server(MyServer.class)}. */
    protected final <S extends BaseServer<R>> S server(Class<S> type) {
        return type.cast(server());
    }

    private static <T> T given(@Nullable T attribute) {
        if (attribute == null) {
            throw new IllegalStateException("no server has called this handler: a constructor is too early");
        }
        return attribute;
    }
}
