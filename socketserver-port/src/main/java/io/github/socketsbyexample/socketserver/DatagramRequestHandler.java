package io.github.socketsbyexample.socketserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.util.function.Supplier;

/**
 * Reads a datagram from {@link #rfile}; what it writes to {@link #wfile} is sent as one datagram when it has finished,
 * also if that is nothing, and also if {@link #handle} threw. Python's {@code socketserver.DatagramRequestHandler}.
 */
public abstract class DatagramRequestHandler extends BaseRequestHandler<DatagramRequest> {

    private final ByteArrayOutputStream wfile = new ByteArrayOutputStream();
    private ByteArrayInputStream rfile = new ByteArrayInputStream(new byte[0]);

    /** What a handler does with a datagram. */
    public interface Answering {
        /** Writes the answer, if there shall be one. */
        void answer(byte[] packet, OutputStream out) throws Exception;
    }

    /** Makes handlers from a lambda: {@code DatagramRequestHandler.of((packet, out) -> out.write(packet))}. */
    public static Supplier<DatagramRequestHandler> of(Answering answering) {
        return () -> new DatagramRequestHandler() {
            @Override
            protected void handle() throws Exception {
                answering.answer(packet(), wfile());
            }
        };
    }

    /** Whether a handler that wrote nothing answers with an empty datagram, as in Python. */
    protected boolean replyWhenEmpty() {
        return true;
    }

    @Override
    protected void setup() throws Exception {
        rfile = new ByteArrayInputStream(packet());
    }

    /** Sends the answer, if the sender has a name that it can be sent to. */
    @Override
    protected void finish() throws Exception {
        SocketAddress sender = clientAddress();
        if (sender != null && (wfile.size() > 0 || replyWhenEmpty())) {
            socket().sendTo(wfile.toByteArray(), sender);
        }
    }

    /** The datagram's bytes. Python's {@code self.packet}. */
    protected final byte[] packet() {
        return request().data();
    }

    /** The server's socket, to answer through. Python's {@code self.socket}. */
    protected final DatagramEndpoint socket() {
        return request().socket();
    }

    /** The datagram as a stream. Python's {@code self.rfile}. */
    protected final ByteArrayInputStream rfile() {
        return rfile;
    }

    /** Gathers the answer. Python's {@code self.wfile}. */
    protected final ByteArrayOutputStream wfile() {
        return wfile;
    }
}
