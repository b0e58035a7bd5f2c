package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Texts;

/**
 * Python's {@code socketserver.StreamRequestHandler}: reads the request from {@link #rfile} and writes the answer to
 * {@link #wfile}. Closing those does not close the connection; that the server does when the handler has finished.
 *
 * <pre>{@code
 * class ShoutingHandler extends StreamRequestHandler {
 *     @Override
 *     protected void handle() throws IOException {
 *         wfile().write(new String(rfile().readLine(), UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
 *     }
 * }
 * }</pre>
 */
public abstract class StreamRequestHandler extends BaseRequestHandler<Socket> {

    /** Python's default buffer: what {@link #rbufsize} and {@link #wbufsize} of -1 stand for. */
    public static final int DEFAULT_BUFFER_BYTES = 8192;

    private @Nullable RequestInputStream rfile;
    private @Nullable OutputStream wfile;
    private @Nullable CutTimer deadline;

    /** What a handler does with what it reads and writes. */
    public interface Conversation {
        /** Does all the work for a connection. */
        void hold(RequestInputStream in, OutputStream out) throws Exception;
    }

    /** Makes handlers from a lambda: {@code StreamRequestHandler.of((in, out) -> out.write(in.readLine()))}. */
    public static Supplier<StreamRequestHandler> of(Conversation conversation) {
        return () -> new StreamRequestHandler() {
            @Override
            protected void handle() throws Exception {
                conversation.hold(rfile(), wfile());
            }
        };
    }

    /** Python's {@code rbufsize}: the bytes that {@link #rfile} buffers; 0: none, -1: as many as usual. */
    protected int rbufsize() {
        return -1;
    }

    /** Python's {@code wbufsize}: the bytes that {@link #wfile} buffers; 0: none, every write is sent at once. */
    protected int wbufsize() {
        return 0;
    }

    /**
     * Python's {@code timeout}: how long a single read may wait, from 1 ms; null for ever. A read that waited in vain
     * throws {@link java.net.SocketTimeoutException}, and reading may go on. A client that sends a byte now and then is
     * never too slow for this: see {@link #deadline}. Costs a timer for every read.
     */
    protected @Nullable Duration timeout() {
        return server().options().timeout();
    }

    /** How long the request may take, all in all; then its connection is closed under the handler. Null for ever. */
    protected @Nullable Duration deadline() {
        return server().options().deadline();
    }

    /** Python's {@code disable_nagle_algorithm}: sends small writes at once (TCP_NODELAY). Only TCP has it. */
    protected boolean disableNagleAlgorithm() {
        return false;
    }

    @Override
    protected void setup() throws Exception {
        Socket connection = connection();
        Duration timeout = timeout();
        if (timeout != null) {
            connection.setSoTimeout(Math.toIntExact(Math.max(1, timeout.toMillis()))); // 0 would mean for ever
        }
        if (disableNagleAlgorithm() && connection.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            connection.setTcpNoDelay(true);
        }
        rfile = new RequestInputStream(connection.getInputStream(), rbufsize());
        wfile = new AnswerOutputStream(connection.getOutputStream(), wbufsize());
        Duration limit = deadline();
        if (limit != null) {
            deadline = new CutTimer(limit, () -> server().cut(connection));
        }
    }

    /** Sends what is left in the buffer and closes both streams; that the client is gone is no error here. */
    @Override
    protected void finish() throws Exception {
        try {
            wfile().close();
        } catch (IOException e) {
            server().log().debug("{}: {}", Texts.printable(String.valueOf(clientAddress())), e.getMessage());
        }
        rfile().close();
    }

    @Override
    void release() {
        if (deadline != null) {
            deadline.close();
        }
    }

    /** Python's {@code self.connection}: the same as {@link #request}. */
    protected final Socket connection() {
        return request();
    }

    /** Python's {@code self.rfile}. */
    protected final RequestInputStream rfile() {
        return set(rfile);
    }

    private static <T> T set(@Nullable T stream) {
        if (stream == null) {
            throw new IllegalStateException("super.setup() was not called");
        }
        return stream;
    }

    /** Python's {@code self.wfile}: a write returns when all is sent, or buffered. */
    protected final OutputStream wfile() {
        return set(wfile);
    }
}
