package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** tcp-basic's file-server and file-client as processes: a disk that is full, memory that is small, a stop on the way. */
class FileTransferIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long LARGE = 200L << 20;

    @TempDir
    private Path folder;

    private ExampleProcess server(String... around) throws IOException {
        List<String> command = new ArrayList<>(List.of(around));
        List<String> java = Installation.java("tcp-basic",
                List.of("file-server", "--port", "0", "--directory", "kept"));
        java.add(1, "-Xmx16m");
        command.addAll(java);
        ExampleProcess server = new ExampleProcess(command, folder, line -> {}, line -> {});
        server.input("");
        return server;
    }

    private ExampleProcess send(ExampleProcess server, Path file) throws Exception {
        String ready = server.awaitReady(DEADLINE);
        List<String> java = Installation.java("tcp-basic", List.of("file-client", "--timeout", "30s", "--port",
                ready.substring(ready.lastIndexOf(':') + 1), file.toString()));
        java.add(1, "-Xmx16m");
        try (ExampleProcess client = new ExampleProcess(java, folder, line -> {}, line -> {})) {
            client.input("");
            client.awaitExit(DEADLINE);
            return client;
        }
    }

    private Path file(String name, long length) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(length);
        }
        return file;
    }

    private List<String> kept() {
        return List.of(folder.resolve("kept").toFile().list());
    }

    @Test
    void largeFileGoesThroughInFlatMemory() throws Exception {
        try (ExampleProcess server = server()) {
            ExampleProcess client = send(server, file("large", LARGE));
            assertEquals(List.of("Confirmed: " + LARGE + " bytes"), client.printed(), client.complaints()::toString);
            assertEquals(LARGE, Files.size(folder.resolve("kept").resolve("large")));
        }
    }

    /** A limit on the size of files stands for a full disk: a write fails in the middle. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no ulimit")
    void fileThatTheDiskCannotHoldIsRefusedAndTheNextOneServed() throws Exception {
        try (ExampleProcess server = server("sh", "-c", "ulimit -f 2048; exec \"$0\" \"$@\"")) { // 1 MiB
            ExampleProcess client = send(server, file("large", LARGE));
            String address = server.awaitReady(DEADLINE);
            assertEquals(List.of(address + ": refused: File too large"), client.complaints());
            assertEquals(1, client.process().exitValue());
            assertEquals(List.of(), kept());
            assertEquals(List.of("Confirmed: 1000 bytes"), send(server, file("small", 1000)).printed());
            assertEquals(List.of("small"), kept());
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no SIGTERM")
    void serverThatIsStoppedOnTheWayLeavesNothing() throws Exception {
        try (ExampleProcess server = server()) {
            String ready = server.awaitReady(DEADLINE);
            try (RawPeer peer = RawPeer.connect(FaultMatrixIT.address(server))) {
                peer.send((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 0,
                        (byte) 1, (byte) 'x', (byte) '1', (byte) '2');
                server.awaitLines(2, DEADLINE); // the conversation has begun
                server.terminate();
                assertEquals(0, server.awaitExit(DEADLINE), ready);
                assertEquals(List.of(), kept());
            }
        }
    }
}
