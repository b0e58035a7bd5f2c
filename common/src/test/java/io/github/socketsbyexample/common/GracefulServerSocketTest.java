package io.github.socketsbyexample.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class GracefulServerSocketTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static GracefulServerSocket listen(Duration grace) throws IOException {
        return new ServerSettings(5, true, grace).listen(RunningServer.ANY_PORT);
    }

    private static RawPeer connect(ServerSocket listener) throws IOException {
        return RawPeer.connect((InetSocketAddress) listener.getLocalSocketAddress());
    }

    private static CompletableFuture<Void> closing(ServerSocket listener) {
        return CompletableFuture.runAsync(() -> {
            try {
                listener.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }, task -> Thread.ofPlatform().start(task));
    }

    @Test
    void acceptedSocketWorksAsAnyOther() throws Exception {
        try (GracefulServerSocket listener = listen(SHORT);
                RawPeer peer = connect(listener);
                Socket accepted = listener.accept()) {
            assertEquals(peer.socket().getLocalSocketAddress(), accepted.getRemoteSocketAddress());
            assertTrue(accepted.isConnected());
            peer.send("ping");
            assertArrayEquals("ping".getBytes(UTF_8), accepted.getInputStream().readNBytes(4));
            accepted.getOutputStream().write("pong".getBytes(UTF_8));
            assertEquals("pong", peer.readText(4));
        }
    }

    @Test
    void closeWakesAccept() throws Exception {
        try (GracefulServerSocket listener = listen(LONG)) {
            CompletableFuture<Socket> accepting = CompletableFuture.supplyAsync(() -> {
                try {
                    return listener.accept();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> Thread.ofPlatform().name("accepting").start(task));
            closing(listener).get(20, TimeUnit.SECONDS);
            Throwable woken = assertThrows(ExecutionException.class, () -> accepting.get(20, TimeUnit.SECONDS));
            assertTrue(String.valueOf(woken).contains("SocketException"), woken.toString());
        }
    }

    @Test
    void acceptAfterCloseThrows() throws Exception {
        GracefulServerSocket listener = listen(SHORT);
        listener.close();
        listener.close();
        assertThrows(SocketException.class, listener::accept);
    }

    @Test
    void closeWaitsForTheConversationAndNoLonger() throws Exception {
        GracefulServerSocket listener = listen(LONG);
        try (RawPeer peer = connect(listener)) {
            Socket accepted = listener.accept();
            CompletableFuture<Void> closing = closing(listener);
            // The port is free at once, while the conversation goes on.
            assertThrows(IOException.class, () -> {
                while (!closing.isDone()) {
                    connect(listener).close();
                }
            });
            assertFalse(closing.isDone());
            accepted.getOutputStream().write("last words".getBytes(UTF_8));
            accepted.close();
            closing.get(20, TimeUnit.SECONDS);
            assertEquals("last words", new String(peer.readAll(), UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100})
    void conversationThatDoesNotEndIsCutAfterTheGrace(long graceMillis) throws Exception {
        GracefulServerSocket listener = listen(Duration.ofMillis(graceMillis));
        try (RawPeer peer = connect(listener)) {
            Socket accepted = listener.accept();
            listener.close();
            assertTrue(accepted.isClosed());
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void portIsFreeOnceClosedAlthoughAConversationWentOn() throws Exception {
        GracefulServerSocket listener = listen(SHORT);
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        try (RawPeer peer = connect(listener)) {
            listener.accept(); // cut by close(): this side closes first, so TIME_WAIT stays on this port
            listener.close();
            assertEquals(0, peer.readAll().length);
            ServerSettings.DEFAULT.listen(address).close();
        }
    }

    @Test
    void addressInUseIsNamed() throws Exception {
        try (GracefulServerSocket listener = listen(SHORT)) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
            String line = assertThrows(IOException.class, () -> ServerSettings.DEFAULT.listen(address)).getMessage();
            assertEquals("cannot listen on " + Addresses.format(address) + ": Address already in use", line);
        }
    }

    @Test
    void unknownHostIsNamed() {
        InetSocketAddress address = InetSocketAddress.createUnresolved("no-such-host.invalid", 80);
        String line = assertThrows(IOException.class, () -> ServerSettings.DEFAULT.listen(address)).getMessage();
        assertEquals("cannot listen on no-such-host.invalid:80: unknown host", line);
    }

    @Test
    void addressReuseIsAsAsked() throws Exception {
        for (boolean reuse : new boolean[]{true, false}) {
            try (GracefulServerSocket listener = new ServerSettings(1, reuse, SHORT).listen(RunningServer.ANY_PORT)) {
                assertEquals(reuse, listener.getReuseAddress());
            }
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ServerSettings(0, true, SHORT));
        assertThrows(IllegalArgumentException.class, () -> new ServerSettings(1, true, SHORT.negated()));
    }
}
