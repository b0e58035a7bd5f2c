package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listener whose backlog is full: the system leaves further clients waiting (Linux; Windows refuses them). */
final class FullListener implements AutoCloseable {

    private static final int TRY_MILLIS = 200; // within the system itself, a connection takes microseconds
    private static final int MOST_WAITING = 16; // Linux holds one more than the backlog of 1

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    FullListener() throws IOException {
        while (oneMoreConnects()) {
            if (waiting.size() > MOST_WAITING) {
                close();
                throw new IOException("the backlog has no end");
            }
        }
    }

    private boolean oneMoreConnects() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(listener.getLocalSocketAddress(), TRY_MILLIS);
            waiting.add(socket);
            return true;
        } catch (SocketTimeoutException | ConnectException e) {
            socket.close();
            return false;
        }
    }

    String host() {
        return listener.getInetAddress().getHostAddress();
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try (listener) {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }
}
