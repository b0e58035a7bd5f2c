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
 * Reads the request from {@link #rfile} and writes the answer to {@link #wfile}. Python's {@code
 * socketserver.StreamRequestHandler}. Closing the two leaves the connection open; the server closes it afterwards.
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

    /** What {@link #rbufsize} and {@link #wbufsize} of -1 stand for. Python's default buffer. */
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

    /** The bytes that {@link #rfile} buffers; 0: none, -1: as many as usual. Python's {@code rbufsize}. */
    protected int rbufsize() {
        return -1;
    }

    /** The bytes that {@link #wfile} buffers; 0: none, every write is sent at once. Python's {@code wbufsize}. */
    protected int wbufsize() {
        return 0;
    }

    /**
     * How long a single read may wait, from 1 ms; null for ever. Python's {@code timeout}. A read that waited in vain
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

    /** Whether small writes are sent at once (TCP_NODELAY, of TCP alone). Python's {@code disable_nagle_algorithm}. */
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
        rfile = new RequestInputStream(connection.getInputStream(), bytes(rbufsize()));
        wfile = new AnswerOutputStream(connection.getOutputStream(), bytes(wbufsize()));
        Duration limit = deadline();
        if (limit != null) {
            deadline = new CutTimer(limit, () -> server().cut(connection));
        }
    }

    private static int bytes(int bufsize) {
        return bufsize == -1 ? DEFAULT_BUFFER_BYTES : bufsize;
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

    /** The same as {@link #request}. Python's {@code self.connection}. */
    protected final Socket connection() {
        return request();
    }

    /** What the client sends. Python's {@code self.rfile}. */
    protected final RequestInputStream rfile() {
        return set(rfile);
    }

    private static <T> T set(@Nullable T stream) {
        if (stream == null) {
            throw new IllegalStateException("super.setup() was not called");
        }
        return stream;
    }

    /** What goes to the client; a write returns when all is sent, or buffered. Python's {@code self.wfile}. */
    protected final OutputStream wfile() {
        return set(wfile);
    }
}
