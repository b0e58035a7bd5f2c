package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A {@link ServerSocket} whose {@link #close} ends conversations politely. It knows the sockets that it accepted until
 * their owners close them, so closing first frees the port and wakes {@link #accept}, then waits for those
 * conversations up to the grace, then closes what is left. Accepted sockets behave as any other; their owners close
 * them. Safe for use by many threads.
 */
public final class GracefulServerSocket extends ServerSocket {

    private final Duration grace;
    private final Set<Socket> conversations = new HashSet<>(); // guarded by itself
    private boolean closing; // guarded by conversations

    /** Opens an unbound socket. */
    GracefulServerSocket(Duration grace) throws IOException {
        this.grace = grace;
    }

    /**
     * Waits for the next client.
     *
     * @throws SocketException if this socket is closed, before or meanwhile
     */
    @Override
    public Socket accept() throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        Socket client = new AcceptedSocket();
        implAccept(client);
        synchronized (conversations) {
            if (!closing) {
                conversations.add(client);
                return client;
            }
        }
        client.close(); // came in while close() was already waiting: nobody would end it
        throw new SocketException("Socket closed");
    }

    /** Frees the port, waits for conversations in progress up to the grace, then cuts them. */
    @Override
    public void close() throws IOException {
        super.close();
        synchronized (conversations) {
            closing = true;
            awaitConversations();
            while (!conversations.isEmpty()) { // one by one: there may be no memory for a list of them
                conversations.iterator().next().close();
            }
        }
    }

    private void awaitConversations() {
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            long left;
            while (!conversations.isEmpty() && (left = deadline - System.nanoTime()) > 0) {
                conversations.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry: cut now
        }
    }

    /** An accepted socket that leaves the set when it is closed. */
    private final class AcceptedSocket extends Socket {

        AcceptedSocket() throws SocketException {
            super((SocketImpl) null); // accept() fills it in, as ServerSocket does with its own
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                synchronized (conversations) {
                    conversations.remove(this);
                    conversations.notifyAll();
                }
            }
        }
    }
}
