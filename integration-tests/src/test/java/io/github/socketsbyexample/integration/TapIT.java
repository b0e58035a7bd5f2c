package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.pitfalls.OwnNetwork;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** The tap as a process between raw peers: what it draws, that it changes nothing, how it ends. */
class TapIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MEGABYTES = 16 << 20;

    @TempDir
    private Path folder;

    private List<String> command(InetSocketAddress server, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("tap", "--to", Addresses.format(server)));
        command.addAll(List.of(more));
        return Installation.java("tools", command);
    }

    private ExampleProcess tap(InetSocketAddress server, String... more) throws IOException {
        return new ExampleProcess(command(server, more), folder, line -> {}, line -> {});
    }

    private static InetSocketAddress address(String ready) {
        InetSocketAddress address = OptionValues.address(ready);
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    private static InetSocketAddress ready(ExampleProcess tap) throws Exception {
        return address(tap.awaitReady(DEADLINE));
    }

    /** Stops the tap and returns what it drew, without times, number and lifelines; arrows as {@code >}, {@code <}. */
    private static List<String> drawn(ExampleProcess tap) throws Exception {
        tap.terminate();
        assertEquals(0, tap.awaitExit(DEADLINE));
        assertEquals(List.of(), tap.complaints());
        assertTrue(tap.printed().stream().allMatch(line -> line.length() <= 80), tap.printed().toString());
        return tap.printed()
                .stream()
                .skip(2) // the ready line and the head
                .map(line -> line.substring(line.indexOf('|') + 1, line.length() - 1)
                        .replaceAll("127.0.0.1:[0-9]+", "ADDRESS")
                        .replaceAll("[-*.=]{2,}", "")
                        .strip())
                .toList();
    }

    @Test
    void conversationIsDrawnAndWrittenAsADiagram() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("ping\n", peer.readText(5));
            peer.send("p\u001b[2Jong");
            assertEquals(0, peer.readAll().length);
        });
                ExampleProcess tap = tap(server.address(), "--mermaid", "out.mmd");
                RawPeer client = RawPeer.connect(ready(tap))) {
            client.send("ping\n");
            assertEquals("p\u001b[2Jong", client.readText(8));
            client.halfClose();
            assertEquals(0, client.readAll().length);
            assertEquals(List.of("SYN from ADDRESS >", "5 bytes >", "ping\\n", "70 69 6e 67 0a",
                    "< 8 bytes", "p\\x1b[2Jong", "70 1b 5b 32 4a 6f 6e 67",
                    "FIN: half-closed >", "< FIN: closed"), drawn(tap));
            assertEquals("""
                    sequenceDiagram
                        participant C1 as client
                        participant S as server %s
                        C1->>S: SYN
                        C1->>S: ping\\n
                        S->>C1: p\\x1b[2Jong
                        C1-->>S: FIN
                        S-->>C1: FIN: closed
                    """.formatted(Addresses.format(server.address())), Files.readString(folder.resolve("out.mmd")));
        }
    }

    @Test
    void diagramThatIsThereOutlivesATapThatCannotListen() throws Exception {
        Path diagram = Files.writeString(folder.resolve("earlier.mmd"), "earlier");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExampleProcess tap = new ExampleProcess(Installation.java("tools", List.of("tap", "--port",
                        Integer.toString(taken.getLocalPort()), "--to", "127.0.0.1:9", "--mermaid",
                        diagram.toString())))) {
            assertEquals(1, tap.awaitExit(DEADLINE));
            assertEquals("earlier", Files.readString(diagram));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux gives a process a network of its own")
    void portThatTheSystemChoosesIsNotItsServers() throws Exception {
        assertEquals(List.of("[--to: that is where the tap itself shall listen (see ./sockets tap --help)]"),
                OwnNetwork.printed("echo 50007 50007 >/proc/sys/net/ipv4/ip_local_port_range", OnePort.class, folder));
    }

    /** A tap that can only be given the port that it shall stand in for. */
    static final class OnePort {
        static void main() throws Exception {
            try (ExampleProcess tap = new ExampleProcess(
                    Installation.java("tools", List.of("tap", "--to", "127.0.0.1:50007")))) {
                tap.awaitExit(DEADLINE);
                IO.println(tap.complaints());
            }
        }
    }

    @Test
    void resetsAreToldFromEndsOfStreams() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("x", peer.readText(1));
            peer.reset();
        }); ExampleProcess tap = tap(server.address()); RawPeer client = RawPeer.connect(ready(tap))) {
            client.send("x");
            assertThrows(SocketException.class, client::readAll);
            assertEquals(List.of("SYN from ADDRESS >", "1 byte >", "x", "78", "< RST: aborted"), drawn(tap));
        }
        try (ScriptedServer server = new ScriptedServer(peer -> assertThrows(SocketException.class, peer::readAll));
                ExampleProcess tap = tap(server.address())) {
            RawPeer client = RawPeer.connect(ready(tap));
            tap.awaitLines(3, DEADLINE);
            client.reset();
            tap.awaitLines(4, DEADLINE);
            assertEquals(List.of("SYN from ADDRESS >", "RST: aborted >"), drawn(tap));
        }
    }

    @Test
    void serverThatRefusesIsShownAndTheTapGoesOn() throws Exception {
        try (NobodyThere nobody = new NobodyThere(); ExampleProcess tap = tap(nobody.address())) {
            InetSocketAddress address = ready(tap);
            for (int i = 0; i < 2; i++) {
                assertThrows(SocketException.class, () -> {
                    try (RawPeer client = RawPeer.connect(address)) {
                        client.readAll();
                    }
                });
            }
            tap.awaitLines(6, DEADLINE);
            assertEquals(List.of("SYN from ADDRESS X", "cannot connect to ADDRESS: Connection refused",
                    "SYN from ADDRESS X", "cannot connect to ADDRESS: Connection refused"), drawn(tap));
        }
    }

    @Test
    void datagramsPassToo() throws Exception {
        try (RawDatagrams server = new RawDatagrams();
                ExampleProcess tap = tap(server.address(), "--udp", "--no-hex");
                RawDatagrams client = new RawDatagrams()) {
            client.send(ready(tap), "question");
            server.send(server.receive().sender(), "answer");
            assertEquals("answer", client.receive().text());
            tap.awaitLines(4, DEADLINE);
            assertEquals(List.of("question >", "< answer"), drawn(tap));
        }
    }

    @Test
    void conversationThatIsStillOpenIsCutAndTheDiagramComplete() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                peer -> assertEquals("last words", new String(peer.readAll(), UTF_8)));
                ExampleProcess tap = tap(server.address(), "--no-hex", "--mermaid", "out.mmd");
                RawPeer client = RawPeer.connect(ready(tap))) {
            client.send("last words");
            tap.awaitLines(4, DEADLINE);
            assertEquals(List.of("SYN from ADDRESS >", "last words >", "stopped: both sides closed"), drawn(tap));
            assertTrue(Files.readString(folder.resolve("out.mmd"))
                    .endsWith(
                            "    C1->>S: last words\n    Note over C1,S: stopped: both sides closed\n"));
        }
    }

    /** Standard output is not read here once the tap is ready: its pipe is full after some hundred lines. */
    @Test
    void terminalThatStandsStillHoldsUpNeitherTrafficNorEndWhichTellsSo() throws Exception {
        byte[] bytes = new byte[MEGABYTES];
        new Random(1).nextBytes(bytes);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            CompletableFuture<Void> sending = sending(peer, bytes);
            assertArrayEquals(bytes, peer.readAll());
            sending.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
        })) {
            Process process = new ProcessBuilder(command(server.address())).start();
            try (BufferedReader out = process.inputReader(UTF_8);
                    RawPeer client = RawPeer.connect(address(out.readLine().substring("Listening on ".length())))) {
                CompletableFuture<Void> sending = sending(client, bytes);
                assertArrayEquals(bytes, client.readAll());
                sending.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
                process.toHandle().destroy();
                assertTrue(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS), "ends");
                assertEquals(List.of("cannot stop in good order: the end of the drawing is lost: what it is written to "
                        + "takes no more"), process.errorReader(UTF_8).readAllLines());
                assertEquals(1, process.exitValue());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static CompletableFuture<Void> sending(RawPeer peer, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < bytes.length; i += 4096) {
                    peer.socket().getOutputStream().write(bytes, i, 4096);
                }
                peer.halfClose();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is Linux's")
    void diagramThatIsLostIsAFailureInOneLine() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> assertEquals("x", new String(peer.readAll(), UTF_8)));
                ExampleProcess tap = tap(server.address(), "--mermaid", "/dev/full");
                RawPeer client = RawPeer.connect(ready(tap))) {
            client.send("x");
            client.halfClose();
            assertEquals(0, client.readAll().length);
            tap.terminate();
            assertEquals(1, tap.awaitExit(DEADLINE));
            assertEquals(List.of("cannot stop in good order: the diagram could not be written"), tap.complaints());
        }
    }

    @Test
    void unknownServerOfDatagramsIsAFailureInOneLine() throws Exception {
        try (ExampleProcess tap = tap(InetSocketAddress.createUnresolved("no-such-host.invalid", 9), "--udp")) {
            assertEquals(1, tap.awaitExit(DEADLINE));
            assertEquals(List.of("cannot reach no-such-host.invalid:9: unknown host"), tap.complaints());
        }
    }
}
