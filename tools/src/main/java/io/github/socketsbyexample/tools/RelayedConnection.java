package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.MultiAddressConnector;

/**
 * One connection on its way through a {@link Relay}: one thread carries what the client sends, another what the server
 * sends, each until the end of its stream. A failed read or write means that the side in question has reset the
 * connection; the other side is reset then too. A reset that follows the end of the same side's stream shows only when
 * something is sent there.
 */
final class RelayedConnection {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10); // what clients of the collection wait
    private static final int FIRST_BUFFER_BYTES = 2 * 1024; // most conversations never fill it
    private static final int BUFFER_BYTES = 64 * 1024; // few calls for much data
    private static final long FAILING_MILLIS = 100; // a write to a dead connection fails at once

    private final int connection;
    private final Socket client;
    private final SocketAddress clientAddress;
    private final WireClock clock;
    private final AtomicBoolean over = new AtomicBoolean(); // reset or cut
    private final AtomicInteger streamsEnded = new AtomicInteger();

    /** Takes an accepted client over. */
    RelayedConnection(int connection, Socket client, WireClock clock) {
        this.connection = connection;
        this.client = client;
        this.clientAddress = client.getRemoteSocketAddress();
        this.clock = clock;
    }

    /** Relays in the calling thread and another one until the connection has ended, and closes it. */
    void relay(InetSocketAddress serverAddress, Interference interference) throws IOException {
        try (client; Socket server = connect(serverAddress)) {
            server.setSoTimeout(0); // it may be silent for as long as it likes
            server.setTcpNoDelay(true); // what was sent in small pieces shall travel in small pieces
            client.setTcpNoDelay(true);
            Side clientSide = new Side(client, Direction.TO_CLIENT);
            Side serverSide = new Side(server, Direction.TO_SERVER);
            clientSide.other = serverSide;
            serverSide.other = clientSide;
            Outlet toServer = interference.put(Direction.TO_SERVER, serverSide);
            Outlet toClient = interference.put(Direction.TO_CLIENT, clientSide);
            Thread answers = Thread.ofVirtual().start(() -> serverSide.carryTo(toClient));
            clientSide.carryTo(toServer);
            try {
                answers.join();
            } catch (InterruptedException e) { // the relay is being closed, and has closed the client's socket
                clientSide.failed();
                answers.interrupt(); // an interference may be waiting there
                answers.join(); // it ends at once, and may report that
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect(InetSocketAddress serverAddress) throws IOException {
        try {
            Socket server = MultiAddressConnector.connect(serverAddress, CONNECT_TIMEOUT);
            clock.report(at -> new WireEvent.Connected(connection, at, clientAddress));
            return server;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            clock.report(at -> new WireEvent.Refused(connection, at, clientAddress, reason));
            client.setSoLinger(true, 0);
            throw e;
        }
    }

    /** One of the two sockets: what is read from it, and the {@link Outlet} towards it. */
    private final class Side implements Outlet {

        private final Socket socket;
        private final Direction towards;
        private final ReentrantLock sending = new ReentrantLock();
        private Side other = this; // set before any thread starts

        Side(Socket socket, Direction towards) {
            this.socket = socket;
            this.towards = towards;
        }

        /** Carries what this side sends to the outlet, to the end of the stream. */
        void carryTo(Outlet outlet) {
            byte[] buffer = new byte[FIRST_BUFFER_BYTES];
            try {
                InputStream in = socket.getInputStream();
                for (int n; (n = in.read(buffer)) != -1;) {
                    reportBytes(buffer, n);
                    outlet.send(buffer, 0, n);
                    if (n == FIRST_BUFFER_BYTES && buffer.length == n) {
                        buffer = new byte[BUFFER_BYTES];
                    }
                }
                awaitFailingSend();
                if (!over.get()) {
                    clock.report(at -> new WireEvent.Ended(connection, at, towards.opposite(),
                            streamsEnded.incrementAndGet() == 2));
                    outlet.end();
                }
            } catch (IOException e) {
                failed(); // unless the outlet failed: then that is known already
            }
        }

        private void reportBytes(byte[] buffer, int n) {
            clock.report(at -> new WireEvent.Bytes(connection, at, towards.opposite(), n,
                    WireEvent.beginning(buffer, 0, n)));
        }

        /**
         * The system tells of a reset once: to whoever reads or writes next. If that is a writer, a reader finds what
         * looks like the end of the stream; so it lets a writer on this side say first what has happened.
         */
        private void awaitFailingSend() {
            try {
                if (sending.tryLock(FAILING_MILLIS, TimeUnit.MILLISECONDS)) {
                    sending.unlock();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            sending.lock();
            try {
                socket.getOutputStream().write(bytes, offset, length);
            } catch (IOException e) {
                failed();
                throw e;
            } finally {
                sending.unlock();
            }
        }

        @Override
        public void end() throws IOException {
            try {
                if (!socket.isOutputShutdown()) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                failed();
                throw e;
            }
        }

        /** Tells why this side's socket does no longer work. */
        private void failed() {
            boolean resetByPeer = !socket.isClosed(); // otherwise the relay closed it
            if (over.compareAndSet(false, true)) {
                clock.report(at -> resetByPeer
                        ? new WireEvent.Reset(connection, at, towards.opposite())
                        : new WireEvent.Cut(connection, at));
                closeBoth(resetByPeer);
            }
        }

        @Override
        public void reset() {
            if (over.compareAndSet(false, true)) {
                closeBoth(true);
            }
        }

        @Override
        public void cut() {
            if (over.compareAndSet(false, true)) {
                closeBoth(false);
            }
        }

        private void closeBoth(boolean abort) {
            close(abort);
            other.close(abort);
        }

        private void close(boolean abort) {
            try (socket) {
                if (abort && !socket.isClosed()) {
                    socket.setSoLinger(true, 0); // closing sends RST then, and drops what is not yet sent
                }
            } catch (IOException e) {
                LoggerFactory.getLogger(RelayedConnection.class).debug("connection {}", connection, e);
            }
        }
    }
}
