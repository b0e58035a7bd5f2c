package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What goes out of a socket, in small pieces, each within a timeout. SO_TIMEOUT bounds reads alone, and a write waits for
 * as long as the peer does not read; closing the socket is what ends one. A virtual thread looks after that; the stream's
 * closing ends it. The system's buffer is small as well: of megabytes it takes more only when many have gone, and a slow
 * line is no silent peer.
 */
final class TimedOutputStream extends OutputStream {

    private static final int BUFFER_BYTES = 64 * 1024; // Linux doubles it (socket(7))
    private static final int PIECE_BYTES = 16 * 1024;

    private final Socket socket;
    private final OutputStream out;
    private final Duration timeout;
    private final Thread watch;
    private volatile long begin; // of the piece that is under way
    private volatile boolean writing;
    private volatile boolean timedOut;

    /** Writes into a connected socket: each {@value #PIECE_BYTES} bytes for no longer than twice the timeout. */
    TimedOutputStream(Socket socket, Duration timeout) throws IOException {
        socket.setSendBufferSize(BUFFER_BYTES);
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.timeout = timeout;
        this.watch = Thread.ofVirtual().name("write timeout").start(this::watch);
    }

    private void watch() {
        try {
            while (!(writing && System.nanoTime() - begin >= timeout.toNanos())) {
                Thread.sleep(timeout);
            }
            timedOut = true;
            reset(socket);
        } catch (InterruptedException | IOException e) {
            return; // the stream is closed
        }
    }

    /** Gives the peer up: what the system still holds is thrown away, where a close alone would go on sending it. */
    static void reset(Socket socket) throws IOException {
        try (socket) {
            socket.setSoLinger(true, 0);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            for (int done = 0; done < length; done += PIECE_BYTES) {
                begin = System.nanoTime();
                writing = true;
                out.write(bytes, offset + done, Math.min(PIECE_BYTES, length - done));
            }
        } catch (SocketException e) {
            throw timedOut ? new SocketTimeoutException("Write timed out") : e;
        } finally {
            writing = false;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        socket.close();
    }
}
