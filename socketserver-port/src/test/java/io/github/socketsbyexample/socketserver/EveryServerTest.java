package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketsbyexample.common.NoLeaks;

/** What all servers have in common, whatever their socket and their threads are. */
@ExtendWith(NoLeaks.class)
class EveryServerTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void threeClientsInARowAreServedAndNothingIsLeft(ServerKind kind) throws Exception {
        BaseServer<?> server = kind.open(folder);
        LoopRun serving = LoopRun.start(server);
        for (int i = 0; i < 3; i++) {
            assertEquals("hello world\n", kind.ask(server, folder, "hello world\n"));
        }
        server.shutdown();
        assertNull(serving.awaitEnd());
        server.serverClose();
        assertFalse(server.channel().isOpen());
        assertTrue(server.activeRequests().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void afterAShutdownItCanServeAgain(ServerKind kind) throws Exception {
        try (BaseServer<?> server = kind.open(folder)) {
            Thread loop = Thread.ofPlatform().start(server::serveForever);
            LoopRun.until(server::isServing);
            server.shutdown();
            LoopRun.join(loop);
            try (LoopRun _ = LoopRun.start(server)) {
                assertEquals("again\n", kind.ask(server, folder, "again\n"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsTheLoop(ServerKind kind) throws Exception {
        BaseServer<?> server = kind.open(folder);
        LoopRun serving = LoopRun.start(server);
        server.serverClose();
        assertNull(serving.awaitEnd());
    }

    @ParameterizedTest
    @EnumSource
    void handleRequestGivesUpInTime(ServerKind kind) throws IOException {
        Duration timeout = Duration.ofMillis(50);
        try (BaseServer<?> server = kind.open(folder)) {
            long begin = System.nanoTime();
            assertFalse(server.handleRequest(timeout));
            assertTrue(System.nanoTime() - begin >= timeout.toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void idlenessCostsNoTimeOfTheProcessor(ServerKind kind) throws Exception {
        try (BaseServer<?> server = kind.open(folder); LoopRun serving = LoopRun.start(server)) {
            assertEquals("hi\n", kind.ask(server, folder, "hi\n"));
            LoopRun.until(() -> LoopRun.isIdle(serving.thread()));
        }
    }
}
