package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.Server;

/** The two ways in which the JDK's OutOfMemoryError comes for a new thread. */
@ExtendWith(NoLeaks.class)
class ThreadPerClientServerTest {

    private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

    private static Server server(ThreadFactory threads) throws IOException {
        return new ThreadPerClientServer(RunningServer.SETTINGS.listen(RunningServer.ANY_PORT),
                Protocols.ECHO.handler(), threads);
    }

    @Test
    void aSystemWithoutAnotherThreadCostsThatClientAlone() throws Exception {
        AtomicInteger threads = new AtomicInteger();
        ThreadFactory factory = task -> {
            if (threads.incrementAndGet() == 2) {
                throw new OutOfMemoryError("unable to create native thread: possibly out of memory or process/resource "
                        + "limits reached");
            }
            return VIRTUAL.newThread(task);
        };
        try (RunningServer running = new RunningServer(server(factory)); RawPeer first = running.connect()) {
            assertEcho(first, "before");
            try (RawPeer second = running.connect()) {
                assertEquals(0, second.readAll().length);
            }
            try (RawPeer third = running.connect()) {
                assertEcho(third, "after");
            }
            assertEcho(first, "still served");
        }
    }

    @Test
    void aJvmWithoutMemoryForAThreadStopsTheServer() throws Exception {
        AtomicInteger threads = new AtomicInteger();
        try (Server server = server(task -> {
            if (threads.incrementAndGet() == 2) {
                throw new OutOfMemoryError("Java heap space");
            }
            return VIRTUAL.newThread(task);
        })) {
            InetSocketAddress address = (InetSocketAddress) server.localAddress();
            try (RawPeer first = RawPeer.connect(address); RawPeer second = RawPeer.connect(address)) {
                IOException e = assertThrows(IOException.class, server::serve);
                assertEquals("the server has stopped: java.lang.OutOfMemoryError: Java heap space", e.getMessage());
                assertEquals(0, first.readAll().length);
                assertEquals(0, second.readAll().length);
            }
        }
    }

    private static void assertEcho(RawPeer peer, String text) throws IOException {
        peer.send(text);
        assertEquals(text, peer.readText(text.length()));
    }
}
