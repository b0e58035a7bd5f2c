package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;

/** The library's ready-made servers, and how to ask an echo server of each kind. */
enum ServerKind {
    TCP, THREADING_TCP, UDP, THREADING_UDP, UNIX_STREAM, THREADING_UNIX_STREAM, UNIX_DATAGRAM, THREADING_UNIX_DATAGRAM;

    /** Opens an echo server, in a folder if it is a Unix-domain one. */
    BaseServer<?> open(Path folder) throws IOException {
        return open(folder, new Watch());
    }

    /** The same, watched. */
    BaseServer<?> open(Path folder, Watch watch) throws IOException {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("server"));
        return switch (this) {
            case TCP -> new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
                @Override
                protected void handleError(Socket request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }
            };
            case THREADING_TCP -> new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
                @Override
                protected void handleError(Socket request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }

                @Override
                public ThreadFactory threadFactory() {
                    return watch.threads(super.threadFactory());
                }
            };
            case UDP -> new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new) {
                @Override
                protected void handleError(DatagramRequest request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }
            };
            case THREADING_UDP -> new ThreadingUDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new) {
                @Override
                protected void handleError(DatagramRequest request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }

                @Override
                public ThreadFactory threadFactory() {
                    return watch.threads(super.threadFactory());
                }
            };
            case UNIX_STREAM -> new UnixStreamServer(path, Handlers.LineEcho::new) {
                @Override
                protected void handleError(Socket request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }
            };
            case THREADING_UNIX_STREAM -> new ThreadingUnixStreamServer(path, Handlers.LineEcho::new) {
                @Override
                protected void handleError(Socket request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }

                @Override
                public ThreadFactory threadFactory() {
                    return watch.threads(super.threadFactory());
                }
            };
            case UNIX_DATAGRAM -> new UnixDatagramServer(path, Handlers.DatagramEcho::new) {
                @Override
                protected void handleError(DatagramRequest request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }
            };
            case THREADING_UNIX_DATAGRAM -> new ThreadingUnixDatagramServer(path, Handlers.DatagramEcho::new) {
                @Override
                protected void handleError(DatagramRequest request, @Nullable SocketAddress client, Exception error) {
                    watch.failed(error);
                }

                @Override
                public ThreadFactory threadFactory() {
                    return watch.threads(super.threadFactory());
                }
            };
        };
    }

    /** What a server's handleError was told, and its threads for requests. */
    static final class Watch {

        private final Queue<Exception> errors = new ConcurrentLinkedQueue<>();
        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

        void failed(Exception error) {
            errors.add(error);
        }

        ThreadFactory threads(ThreadFactory factory) {
            return task -> {
                Thread thread = factory.newThread(task);
                threads.add(thread);
                return thread;
            };
        }

        /** Returns how many threads work on requests now, virtual ones too. */
        long threadsAlive() {
            return threads.stream().filter(Thread::isAlive).count();
        }

        /** Fails unless all went well and nobody is left. */
        void assertCalm() {
            assertEquals(List.of(), List.copyOf(errors));
            LoopRun.until(() -> threadsAlive() == 0);
        }
    }

    /** Returns what a new client gets for a line; a client of a Unix datagram server takes a name in the folder. */
    String ask(BaseServer<?> server, Path folder, String line) throws IOException {
        switch (this) {
            case UDP, THREADING_UDP -> {
                try (RawDatagrams client = new RawDatagrams()) {
                    client.send((InetSocketAddress) server.serverAddress(), line);
                    return client.receive().text();
                }
            }
            case UNIX_DATAGRAM, THREADING_UNIX_DATAGRAM -> {
                try (UnixDatagrams client = new UnixDatagrams(folder.resolve("client-" + System.nanoTime()))) {
                    client.send(server.serverAddress(), line);
                    return client.receive();
                }
            }
            default -> {
                try (RawPeer client = server.serverAddress() instanceof InetSocketAddress address
                        ? RawPeer.connect(address)
                        : new RawPeer(UnixSocket.connect(server.serverAddress(), LoopRun.DEADLINE))) {
                    client.send(line);
                    return new String(client.readAll(), UTF_8);
                }
            }
        }
    }
}
