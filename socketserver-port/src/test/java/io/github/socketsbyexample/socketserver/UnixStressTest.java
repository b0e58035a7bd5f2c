package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** Clients of a Unix-domain server that say nothing keep none of the others waiting, whatever threads there are. */
@ExtendWith(NoLeaks.class)
class UnixStressTest {

    private static final int IDLE = 200; // or as many as may be
    private static final int MORE_THAN_PROCESSORS = Runtime.getRuntime().availableProcessors() + 1;
    private static final int SMALL_PIECES = 100;
    private static final int LARGE_PIECE = 4 * 1024 * 1024; // more than the system keeps for who reads late

    @TempDir
    private Path folder;
    private SocketAddress address = UnixDomainSocketAddress.of("");

    /** Sends lines back until the client ends its stream. */
    static final class Echo extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            for (byte[] line = next(); line.length > 0; line = next()) {
                wfile().write(line);
            }
        }

        private byte[] next() throws IOException {
            return rfile().readLine(LARGE_PIECE + 1);
        }
    }

    /** The same with threads that someone has chosen who does not know Unix-domain sockets. */
    private static final class Virtual extends UnixStreamServer implements ThreadingMixIn {
        @Override
        public ThreadFactory threadFactory() {
            return VIRTUAL_THREADS;
        }
    }

    @BeforeEach
    void chooseAName() {
        address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    }

    private RawPeer connect() throws IOException {
        return new RawPeer(UnixSocket.connect(address, LoopRun.DEADLINE));
    }

    private void converseBesideIdleClients(BaseServer<Socket> server, int idle) throws Exception {
        List<RawPeer> silent = new ArrayList<>();
        server.open(address, Echo::new);
        try (LoopRun _ = LoopRun.start(server); RawPeer client = connect()) {
            for (int i = 0; i < idle; i++) {
                silent.add(connect());
            }
            LoopRun.until(() -> server.activeRequests().size() == idle + 1);
            for (int i = 0; i < SMALL_PIECES; i++) {
                client.send("hi\n");
                assertEquals("hi\n", client.readText(3));
            }
            byte[] large = new byte[LARGE_PIECE + 1];
            large[LARGE_PIECE] = '\n';
            Thread sender = Thread.ofPlatform().start(() -> send(client, large));
            assertArrayEquals(large, client.read(large.length));
            LoopRun.join(sender);
            for (RawPeer each : silent) {
                each.close();
            }
        }
    }

    private static void send(RawPeer client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aThreadingServerHearsWhoTalksBesideHundredsWhoDoNot() throws Exception {
        converseBesideIdleClients(new ThreadingUnixStreamServer(), Machine.connections(IDLE));
    }

    @Test
    void soDoesOneWithVirtualThreads() throws Exception {
        converseBesideIdleClients(new Virtual(), Machine.connections(IDLE));
    }

    @Test
    void soDoesAForkingServer() throws Exception {
        converseBesideIdleClients(new ForkingUnixStreamServer(), MORE_THAN_PROCESSORS);
    }

    @Test
    void clientsInVirtualThreadsHearTheirAnswers() throws Exception {
        ThreadingUnixStreamServer server = new ThreadingUnixStreamServer(address, Handlers.LineEcho::new);
        CountDownLatch answered = new CountDownLatch(1);
        List<Socket> silent = new ArrayList<>();
        try (LoopRun _ = LoopRun.start(server)) {
            for (int i = 0; i < MORE_THAN_PROCESSORS; i++) {
                Socket waiting = UnixSocket.connect(address, LoopRun.DEADLINE);
                silent.add(waiting);
                Thread.ofVirtual().start(() -> readToTheEnd(waiting));
            }
            Thread.ofVirtual().start(() -> {
                try (RawPeer client = connect()) {
                    client.send("hi\n");
                    assertEquals("hi\n", new String(client.readAll(), UTF_8));
                    answered.countDown();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(answered.await(LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS));
            for (Socket each : silent) {
                each.close();
            }
        }
    }

    private static void readToTheEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            return; // the test closes it
        }
    }

    @Test
    void loopsInVirtualThreadsLeaveTheProcessorsToOthers() throws Exception {
        List<BaseServer<?>> servers = new ArrayList<>();
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 2 * MORE_THAN_PROCESSORS; i++) {
            SocketAddress path = UnixDomainSocketAddress.of(folder.resolve("loop" + i));
            BaseServer<?> server = i % 2 == 0
                    ? new UnixStreamServer(path, Handlers.LineEcho::new)
                    : new UnixDatagramServer(path, Handlers.DatagramEcho::new);
            servers.add(server);
            loops.add(Thread.ofVirtual().start(server::serveForever));
        }
        for (BaseServer<?> server : servers) {
            LoopRun.until(server::isServing);
            ServerKind kind = server instanceof TCPServer ? ServerKind.UNIX_STREAM : ServerKind.UNIX_DATAGRAM;
            assertEquals("hi\n", kind.ask(server, folder, "hi\n"));
        }
        CountDownLatch ran = new CountDownLatch(1);
        Thread.ofVirtual().start(ran::countDown);
        assertTrue(ran.await(LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        loops.getFirst().interrupt(); // ends a loop as it does in a platform thread
        LoopRun.join(loops.getFirst());
        for (BaseServer<?> server : servers) {
            server.close(Duration.ZERO);
        }
        for (Thread loop : loops) {
            LoopRun.join(loop);
        }
    }
}
