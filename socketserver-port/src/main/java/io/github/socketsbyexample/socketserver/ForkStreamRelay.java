package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes bytes on between a client and the child that serves it, as if they were connected: the end of a stream as its
 * end, a reset as a reset, and whoever writes faster than the other reads has to wait.
 */
final class ForkStreamRelay {

    private static final Logger log = LoggerFactory.getLogger(ForkStreamRelay.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket client;
    private final Socket stream;
    private final Socket child;

    /**
     * Takes both sides; closes them only to pass on a reset.
     *
     * @param client the connection
     * @param stream what is plain of it: the connection itself, or TLS over it
     */
    ForkStreamRelay(Socket client, Socket stream, Socket child) {
        this.client = client;
        this.stream = stream;
        this.child = child;
    }

    /** Returns when the child has ended its output; the other direction goes on until one of the sockets is closed. */
    void run() throws IOException {
        sendAtOnce(child); // it is up to whoever wrote the bytes to gather them
        sendAtOnce(client);
        Thread.ofVirtual().name("upload").start(this::upload);
        download();
    }

    private static void sendAtOnce(Socket socket) throws IOException {
        if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            socket.setTcpNoDelay(true);
        }
    }

    private void upload() {
        switch (copy(stream, child)) {
            case END_OF_STREAM -> endOutput(child);
            case READ_FAILED -> reset(child);
            case WRITE_FAILED -> log.debug("{} reads no more", child); // but its answer may still be on the way
        }
    }

    private void download() {
        switch (copy(child, stream)) {
            case END_OF_STREAM -> endOutput(stream);
            case READ_FAILED -> reset(client);
            case WRITE_FAILED -> reset(child);
        }
    }

    private enum Outcome {
        END_OF_STREAM, READ_FAILED, WRITE_FAILED
    }

    private static Outcome copy(Socket from, Socket to) {
        Outcome failure = Outcome.READ_FAILED;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                failure = Outcome.WRITE_FAILED;
                out.write(buffer, 0, count);
                failure = Outcome.READ_FAILED;
            }
            return Outcome.END_OF_STREAM;
        } catch (IOException e) {
            log.debug("from {} to {}: {}", from, to, e.getMessage());
            return failure;
        }
    }

    private static void endOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            log.debug("{}: {}", socket, e.getMessage()); // it is gone already
        }
    }

    /** Closes a connection so that the other side can tell it from an orderly end. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            log.debug("{}: {}", socket, e.getMessage());
        }
    }
}
