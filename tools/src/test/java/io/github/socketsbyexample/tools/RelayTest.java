package io.github.socketsbyexample.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.common.ServerSettings;

@ExtendWith(NoLeaks.class)
class RelayTest {

    private static final int MEGABYTES = 8 << 20;

    private final RecordedWire wire = new RecordedWire();

    private RunningServer relay(InetSocketAddress server) throws IOException {
        return relay(server, Interference.NONE);
    }

    private RunningServer relay(InetSocketAddress server, Interference interference) throws IOException {
        return new RunningServer(
                new Relay(RunningServer.ANY_PORT, RunningServer.SETTINGS, server, wire, interference));
    }

    private static void assertResetAtOnce(RunningServer relay) {
        SocketException reset = assertThrows(SocketException.class, () -> {
            try (RawPeer client = relay.connect()) { // may fail already
                client.readAll();
            }
        });
        assertTrue(String.valueOf(reset.getMessage()).startsWith("Connection reset"), reset::toString);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static void assertReset(RawPeer peer) {
        SocketException reset = assertThrows(SocketException.class, peer::readAll);
        assertEquals("Connection reset", reset.getMessage());
    }

    @Test
    void bytesAndEndsOfStreamsGoBothWaysAndAreSeen() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("question", peer.readText(8));
            peer.send("answer");
            assertEquals(0, peer.readAll().length); // the half-close arrived as one
            peer.send("late");
        }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
            client.send("question");
            assertEquals("answer", client.readText(6));
            client.halfClose();
            assertEquals("late", text(client.readAll()));
            assertEquals(List.of("1 SYN", "1 > question", "1 < answer", "1 > FIN", "1 < late", "1 < FIN, closed"),
                    wire.awaitWords(6));
        }
    }

    @Test
    void serverMayEndItsStreamFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.send("bye");
            peer.halfClose();
            assertEquals("still here", text(peer.readAll()));
        }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
            assertEquals("bye", text(client.readAll()));
            client.send("still here");
            client.halfClose();
            assertEquals(List.of("1 SYN", "1 < bye", "1 < FIN", "1 > still here", "1 > FIN, closed"),
                    wire.awaitWords(5));
        }
    }

    @Test
    void megabytesGoBothWaysAtOnceUnchanged() throws Exception {
        byte[] questions = random(1);
        byte[] answers = random(2);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            CompletableFuture<Void> sending = sending(peer, answers);
            assertArrayEquals(questions, peer.readAll());
            sending.orTimeout(20, TimeUnit.SECONDS).join();
        }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
            CompletableFuture<Void> sending = sending(client, questions);
            assertArrayEquals(answers, client.readAll());
            sending.orTimeout(20, TimeUnit.SECONDS).join();
            wire.awaitWords(words -> words.getLast().endsWith("closed")); // closing the relay cuts what is on its way
        }
        assertEquals(2L * MEGABYTES, wire.events()
                .stream()
                .mapToLong(event -> event instanceof WireEvent.Bytes bytes ? bytes.count() : 0)
                .sum());
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[MEGABYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<Void> sending(RawPeer peer, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                peer.send(bytes);
                peer.halfClose();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void receiverThatDoesNotReadSlowsItsSenderDown() throws Exception {
        CompletableFuture<Void> read = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            read.orTimeout(20, TimeUnit.SECONDS).join();
            peer.readAll();
        }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
            CompletableFuture<Void> sending = sending(client, new byte[64 << 20]); // more than all buffers on the way
            assertThrows(TimeoutException.class, () -> sending.get(300, TimeUnit.MILLISECONDS));
            read.complete(null);
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void clientsResetReachesTheServer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("hello", peer.readText(5));
            assertReset(peer);
        }); RunningServer relay = relay(server.address())) {
            RawPeer client = relay.connect();
            client.send("hello");
            wire.awaitWords(2);
            client.reset();
            assertEquals(List.of("1 SYN", "1 > hello", "1 > RST"), wire.awaitWords(3));
        }
    }

    @Test
    void serversResetReachesTheClient() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("hello", peer.readText(5));
            peer.reset();
        }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
            client.send("hello");
            assertReset(client);
            assertEquals(List.of("1 SYN", "1 > hello", "1 < RST"), wire.awaitWords(3));
        }
    }

    /** The reset may be noticed by the thread that writes to the server: the other one finds an end of stream then. */
    @Test
    void resetWhileBytesAreOnTheirWayIsNeverTakenForAnEndOfStream() throws Exception {
        for (int i = 1; i <= 50; i++) {
            try (ScriptedServer server = new ScriptedServer(peer -> {
                peer.read(100_000);
                peer.reset();
            }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
                CompletableFuture<Void> sending = sending(client, new byte[MEGABYTES]);
                sending.exceptionally(e -> null).orTimeout(20, TimeUnit.SECONDS).join(); // it fails, if not too late
                List<String> words = wire.awaitWords(seen -> seen.contains("1 < RST"));
                assertTrue(words.stream().noneMatch(word -> word.contains("< FIN")), words.toString());
                wire.events().clear();
            }
        }
    }

    @Test
    void closedClientThatIsStillSentToResetsTheServer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals(0, peer.readAll().length);
            assertThrows(SocketException.class, () -> {
                while (true) {
                    peer.send(new byte[1000]);
                }
            });
        }); RunningServer relay = relay(server.address())) {
            RawPeer client = relay.connect();
            wire.awaitWords(1);
            client.close();
            assertEquals("1 > RST", wire.awaitWords(words -> words.contains("1 > RST")).getLast());
            assertEquals("1 > FIN", wire.words().get(1));
        }
    }

    @Test
    void refusedServerIsAResetForTheClient() throws Exception {
        try (NobodyThere nobody = new NobodyThere(); RunningServer relay = relay(nobody.address())) {
            assertResetAtOnce(relay);
            assertEquals(List.of("1 refused: cannot connect to 127.0.0.1:PORT: Connection refused"),
                    wire.awaitWords(1));
        }
    }

    @Test
    void unknownServerIsAResetForTheClientAndTheNextOneIsServed() throws Exception {
        try (RunningServer relay = relay(InetSocketAddress.createUnresolved("no-such-host.invalid", 9))) {
            for (int i = 1; i <= 2; i++) {
                assertResetAtOnce(relay);
                assertEquals(i + " refused: cannot connect to no-such-host.invalid:PORT: unknown host",
                        wire.awaitWords(i).getLast());
            }
        }
    }

    @Test
    void manyConnectionsAtOnceDoNotMix() throws Exception {
        int many = Machine.connections(400) / 2; // each is two here: to the relay, and on to the server
        try (ManyEchoes server = new ManyEchoes(); RunningServer relay = relay(server.address())) {
            List<RawPeer> clients = new ArrayList<>();
            try {
                for (int i = 0; i < many; i++) {
                    clients.add(relay.connect());
                    clients.get(i).send("client %03d".formatted(i));
                }
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).halfClose();
                    assertEquals("client %03d".formatted(i), text(clients.get(i).readAll()));
                }
            } finally {
                for (RawPeer client : clients) {
                    client.close();
                }
            }
            wire.awaitWords(words -> words.stream().filter(word -> word.endsWith("closed")).count() == many);
        }
        List<Duration> times = wire.events().stream().map(WireEvent::at).toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    /** Each client is served at once, by a server each. */
    private static final class ManyEchoes implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

        ManyEchoes() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        private void accept() {
            while (true) {
                try {
                    Socket client = listener.accept();
                    Thread.ofVirtual().start(() -> {
                        try (client) {
                            client.getInputStream().transferTo(client.getOutputStream());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @Test
    void closingCutsWhatIsStillOpenAndSaysSo() throws Exception {
        try (ManyEchoes server = new ManyEchoes();
                RunningServer relay = relay(server.address());
                RawPeer client = relay.connect()) {
            client.send("x");
            assertEquals("x", client.readText(1));
            relay.stop();
            assertEquals(List.of("1 SYN", "1 > x", "1 < x", "1 cut"), wire.words()); // without waiting: all is told
            assertEquals(0, client.readAll().length);
        }
    }

    @Test
    void closingCutsAServerThatIsStillSilentAfterTheClientsEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals(0, peer.readAll().length);
            wire.awaitWords(words -> words.contains("1 cut"));
        }); RunningServer relay = relay(server.address()); RawPeer client = relay.connect()) {
            client.halfClose();
            wire.awaitWords(2);
            relay.stop();
            assertEquals(List.of("1 SYN", "1 > FIN", "1 cut"), wire.words());
        }
    }

    @Test
    void closingLetsAConversationEndWithinTheGrace() throws Exception {
        ServerSettings patient = new ServerSettings(1, true, Duration.ofSeconds(20));
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals(0, peer.readAll().length);
            peer.send("the end");
        });
                RunningServer relay = new RunningServer(
                        new Relay(RunningServer.ANY_PORT, patient, server.address(), wire, Interference.NONE));
                RawPeer client = relay.connect()) {
            wire.awaitWords(1);
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> {
                try {
                    relay.stop();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            client.halfClose();
            assertEquals("the end", text(client.readAll()));
            stopping.get(10, TimeUnit.SECONDS); // sooner than the grace
            assertEquals(List.of("1 SYN", "1 > FIN", "1 < the end", "1 < FIN, closed"), wire.words());
        }
    }

    @Test
    void interferenceStandsBetweenReadingAndSending() throws Exception {
        Interference halves = (direction, outlet) -> direction == Direction.TO_CLIENT ? outlet : new FirstHalf(outlet);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("he", text(peer.readAll()));
            peer.send("thanks");
        }); RunningServer relay = relay(server.address(), halves); RawPeer client = relay.connect()) {
            client.send("hell");
            assertEquals("thanks", text(client.readAll()));
            assertEquals(List.of("1 SYN", "1 > hell", "1 < thanks", "1 < FIN"), wire.awaitWords(4));
        }
    }

    /** Sends half of the first chunk, and an end of stream that nobody asked for. */
    private record FirstHalf(Outlet outlet) implements Outlet {
        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            outlet.send(bytes, offset, length / 2);
            outlet.end();
        }

        @Override
        public void end() throws IOException {
            outlet.end();
        }

        @Override
        public void reset() throws IOException {
            outlet.reset();
        }

        @Override
        public void cut() throws IOException {
            outlet.cut();
        }
    }

    @Test
    void interferenceMayResetBothSides() throws Exception {
        Interference reset = (direction, outlet) -> {
            outlet.reset();
            return outlet;
        };
        try (ScriptedServer server = new ScriptedServer(RelayTest::assertReset);
                RunningServer relay = relay(server.address(), reset)) {
            assertResetAtOnce(relay);
        }
    }

    @Test
    void interferenceMayCutBothSides() throws Exception {
        Interference cut = (direction, outlet) -> {
            outlet.cut();
            return outlet;
        };
        try (ScriptedServer server = new ScriptedServer(peer -> assertEquals(0, peer.readAll().length));
                RunningServer relay = relay(server.address(), cut);
                RawPeer client = relay.connect()) {
            assertEquals(0, client.readAll().length);
        }
    }
}
