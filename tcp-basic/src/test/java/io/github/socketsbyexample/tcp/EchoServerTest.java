package io.github.socketsbyexample.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ServerSettings;

@ExtendWith(NoLeaks.class)
class EchoServerTest {

    private static RunningServer start() throws IOException {
        return new RunningServer(new EchoServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, false));
    }

    private static void assertServes(RunningServer server) throws IOException {
        try (RawPeer peer = server.connect()) {
            peer.send("still there?");
            peer.halfClose();
            assertEquals("still there?", new String(peer.readAll(), UTF_8));
        }
    }

    @Test
    void halfClosedClientStillReceivesTheEchoAndThenTheEnd() throws Exception {
        try (RunningServer server = start(); RawPeer peer = server.connect()) {
            peer.send("Hello, world");
            peer.halfClose();
            assertEquals("Hello, world", new String(peer.readAll(), UTF_8));
        }
    }

    @Test
    void everyChunkIsEchoedBeforeTheClientEnds() throws Exception {
        try (RunningServer server = start(); RawPeer peer = server.connect()) {
            for (int i = 0; i < 3; i++) {
                peer.send("ping" + i);
                assertEquals("ping" + i, peer.readText(5));
            }
        }
    }

    @Test
    void clientThatSendsNothingGetsNothing() throws Exception {
        try (RunningServer server = start(); RawPeer peer = server.connect()) {
            peer.halfClose();
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void bytesThatAreNotTextComeBackUntouched() throws Exception {
        byte[] bytes = new byte[1 << 20]; // 1 MiB without a pause
        new Random(7).nextBytes(bytes);
        try (RunningServer server = start(); RawPeer peer = server.connect()) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    peer.send(bytes);
                    peer.halfClose();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertArrayEquals(bytes, peer.readAll());
            sender.join();
        }
    }

    @Test
    void resetAtAnyMomentEndsThatConversationAlone() throws Exception {
        try (RunningServer server = start()) {
            server.connect().reset(); // perhaps before it was accepted
            try (RawPeer peer = server.connect()) {
                peer.send("part");
                assertEquals("part", peer.readText(4));
                peer.reset();
            }
            try (RawPeer peer = server.connect()) {
                peer.send(new byte[100_000]); // the echo is under way
                peer.reset();
            }
            assertServes(server);
        }
    }

    @Test
    void clientThatNeverReadsDoesNotStopTheServerFromClosing() throws Exception {
        try (RunningServer server = start(); RawPeer peer = server.connect()) {
            Thread sender = Thread.ofPlatform().start(() -> assertThrows(IOException.class, () -> {
                while (true) {
                    peer.send(new byte[1 << 16]); // until both sides' buffers are full, and then until the cut
                }
            }));
            peer.readText(1_000);
            server.stop();
            sender.join();
        }
    }

    @Test
    void silentClientKeepsOthersWaitingAndIsNotForgotten() throws Exception {
        try (RunningServer server = start(); RawPeer silent = server.connect(); RawPeer waiting = server.connect()) {
            silent.send("first");
            assertEquals("first", silent.readText(5));
            waiting.send("second");
            waiting.socket().setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, () -> waiting.read(1));
            silent.halfClose();
            waiting.socket().setSoTimeout(10_000);
            assertEquals("second", waiting.readText(6));
        }
    }

    @Test
    void onceMeansOneClient() throws Exception {
        EchoServer once = new EchoServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, true);
        try (RunningServer server = new RunningServer(once)) {
            assertServes(server);
            server.awaitEnd();
        }
    }

    @Test
    void conversationInProgressMayEndWhileTheServerStops() throws Exception {
        ServerSettings patient = new ServerSettings(5, true, Duration.ofSeconds(20));
        EchoServer echo = new EchoServer(RunningServer.ANY_PORT, patient, false);
        try (RunningServer server = new RunningServer(echo); RawPeer peer = server.connect()) {
            peer.send("before");
            assertEquals("before", peer.readText(6));
            Thread stop = Thread.ofPlatform().start(() -> {
                try {
                    echo.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThrows(IOException.class, () -> {
                while (true) {
                    server.connect().close(); // until the port is closed
                }
            });
            peer.send("after");
            peer.halfClose();
            assertEquals("after", new String(peer.readAll(), UTF_8));
            stop.join();
        }
    }

    @Test
    void idleConversationIsCutWhenTheServerStops() throws Exception {
        try (RunningServer server = start(); RawPeer peer = server.connect()) {
            peer.send("x");
            peer.read(1);
            server.stop();
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void addressInUseIsAFailureThatNamesIt() throws Exception {
        try (RunningServer server = start()) {
            IOException failure = assertThrows(SocketException.class,
                    () -> new EchoServer(server.address(), RunningServer.SETTINGS, false).close());
            assertEquals("cannot listen on 127.0.0.1:" + server.address().getPort() + ": Address already in use",
                    failure.getMessage());
        }
    }
}
