package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair.End;
import io.github.socketsbyexample.tools.Pair;

/** What servers and clients on a Unix-domain socket do as processes about the socket's file, and without an answer. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no Unix-domain datagrams")
class UnixSocketsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SOCKET = "server.socket";

    static final List<Pair> PAIRS = Catalogue.over(Pair.Transport.UNIX);

    @TempDir
    Path folder;

    private ExampleProcess start(End end, String... more) throws IOException {
        List<String> command = new ArrayList<>(end.command());
        command.addAll(1, List.of(more));
        ExampleProcess process = new ExampleProcess(Installation.java(end.module(), command), folder, line -> {},
                line -> {});
        process.input(end.input());
        return process;
    }

    private static void assertFails(String line, ExampleProcess process) throws Exception {
        try (process) {
            assertEquals(1, process.awaitExit(DEADLINE));
            assertEquals(List.of(line), process.complaints());
            assertEquals(List.of(), process.printed());
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void socketFileGoesWithItsServer(Pair pair) throws Exception {
        try (ExampleProcess server = start(pair.server())) {
            assertEquals(SOCKET, server.awaitReady(DEADLINE));
            assertTrue(Files.exists(folder.resolve(SOCKET)));
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertEquals(List.of(), server.complaints());
            assertFalse(Files.exists(folder.resolve(SOCKET)));
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void serverTakesThePlaceOfOneThatWasKilled(Pair pair) throws Exception {
        try (ExampleProcess killed = start(pair.server())) {
            killed.awaitReady(DEADLINE);
            killed.process().toHandle().destroyForcibly(); // Process would also close its output under the reader
            killed.awaitExit(DEADLINE);
        }
        assertTrue(Files.exists(folder.resolve(SOCKET)));
        assertFails("cannot listen on " + SOCKET + ": Address already in use",
                start(pair.server(), "--no-reuse-address"));
        try (ExampleProcess server = start(pair.server())) {
            assertEquals(SOCKET, server.awaitReady(DEADLINE));
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void serverThatLivesKeepsItsPlace(Pair pair) throws Exception {
        try (ExampleProcess first = start(pair.server())) {
            first.awaitReady(DEADLINE);
            assertFails("cannot listen on " + SOCKET + ": Address already in use", start(pair.server()));
            try (ExampleProcess client = start(pair.client())) {
                assertEquals(0, client.awaitExit(DEADLINE), () -> client.complaints().toString());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void fileThatIsNoSocketIsNeverRemoved(Pair pair) throws Exception {
        Files.writeString(folder.resolve(SOCKET), "precious");
        assertFails("cannot listen on " + SOCKET + ": there is something of that name, and it is no socket",
                start(pair.server()));
        assertEquals("precious", Files.readString(folder.resolve(SOCKET)));
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void clientTellsThatThereIsNoSocket(Pair pair) throws Exception {
        assertFails("cannot connect to " + SOCKET + ": No such file or directory", start(pair.client()));
    }

    @Test
    void clientGivesUpOnAServerThatNeverAnswers() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(folder.resolve(SOCKET)));
            assertFails("no answer from " + SOCKET + " within 300ms",
                    start(PAIRS.getFirst().client(), "--timeout", "300ms"));
        }
    }

    @Test
    void datagramClientLeavesNoFileWhenItIsStopped() throws Exception {
        Pair pair = PAIRS.stream()
                .filter(one -> one.client().command().contains("unix-datagram-client"))
                .findFirst()
                .orElseThrow();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> command = Installation.java(pair.module(), pair.client().command());
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        try (ExampleProcess server = start(pair.server())) {
            server.awaitReady(DEADLINE);
            assertEquals(0,
                    new ProcessBuilder("kill", "-STOP", Long.toString(server.process().pid())).start().waitFor());
            try (ExampleProcess client = new ExampleProcess(command, folder, line -> {}, line -> {})) {
                Awaitility.await().atMost(DEADLINE).until(() -> {
                    try (Stream<Path> entries = Files.list(temporary)) { // others come and go as libraries are loaded
                        return entries.anyMatch(folder -> Files.exists(folder.resolve("socket")));
                    }
                });
                client.terminate();
                client.awaitExit(DEADLINE);
            }
        }
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void pathThatIsTooLongIsWrongUsageInOneLine(Pair pair) throws Exception {
        String path = "x".repeat(200);
        List<String> command = List.of(pair.server().command().getFirst(), "--path", path);
        try (ExampleProcess server = new ExampleProcess(Installation.java(pair.module(), command), folder, line -> {},
                line -> {})) {
            assertEquals(2, server.awaitExit(DEADLINE));
            assertEquals(1, server.complaints().size(), server.complaints().toString());
            assertTrue(
                    server.complaints()
                            .getFirst()
                            .startsWith("--path: a socket's path has up to 107 bytes, this one 200 "),
                    server.complaints().toString());
        }
    }
}
