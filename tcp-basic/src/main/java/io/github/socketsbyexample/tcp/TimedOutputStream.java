package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What goes out of a socket, each write within a timeout. SO_TIMEOUT bounds reads alone, and a write waits for as long as
 * the peer does not read; closing the socket is what ends one. A virtual thread looks after that; the stream's closing
 * ends it.
 */
final class TimedOutputStream extends OutputStream {

    private final Socket socket;
    private final OutputStream out;
    private final Duration timeout;
    private final Thread watch;
    private volatile long begin; // of the write that is under way
    private volatile boolean writing;
    private volatile boolean timedOut;

    /** Writes into a connected socket, each time for no longer than twice the timeout. */
    TimedOutputStream(Socket socket, Duration timeout) throws IOException {
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
            socket.close();
        } catch (InterruptedException | IOException e) {
            return; // the stream is closed
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        begin = System.nanoTime();
        writing = true;
        try {
            out.write(bytes, offset, length);
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
