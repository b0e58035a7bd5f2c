package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other side of a connection in a test: bytes and nothing else, with a deadline on every wait. */
public final class RawPeer implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket;

    /** Takes a connected socket over, and closes it in the end. */
    public RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(DEADLINE_MILLIS);
    }

    /** Connects. */
    public static RawPeer connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(server, DEADLINE_MILLIS);
            socket.setTcpNoDelay(true); // bytes sent one by one shall travel one by one
            return new RawPeer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends bytes. */
    public void send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends text as UTF-8. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads exactly so many bytes, fewer only if the stream ends. */
    public byte[] read(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** Reads exactly so many bytes as UTF-8. */
    public String readText(int count) throws IOException {
        return new String(read(count), StandardCharsets.UTF_8);
    }

    /** Reads to the end of the stream. */
    public byte[] readAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** Ends this side's stream and goes on reading. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a RST instead of a FIN. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns the socket, for what is not here. */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
