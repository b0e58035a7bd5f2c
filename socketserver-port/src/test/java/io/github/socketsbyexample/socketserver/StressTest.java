package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** Many clients, one after another and all at once: no thread, no descriptor and no request is left. */
@ExtendWith(NoLeaks.class)
class StressTest {

    private static final int IN_SEQUENCE = 1000;
    private static final int AT_ONCE = 500; // or as many as may be

    /** An echo server that remembers its threads. */
    private static final class Remembering extends ThreadingTCPServer {

        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

        Remembering() throws IOException {
            open(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        }

        @Override
        public ThreadFactory threadFactory() {
            return task -> {
                Thread thread = VIRTUAL_THREADS.newThread(task);
                threads.add(thread);
                return thread;
            };
        }

        void awaitRest() {
            LoopRun.until(() -> activeRequests().isEmpty() && threads.stream().noneMatch(Thread::isAlive));
        }
    }

    @Test
    void aThousandClientsOneAfterAnotherLeaveNothing() throws IOException {
        try (Remembering server = new Remembering(); LoopRun serving = LoopRun.start(server)) {
            int most = 0;
            for (int i = 0; i < IN_SEQUENCE; i++) {
                assertEquals(i + "\n", serving.ask(i + "\n"));
                most = Math.max(most, server.activeRequests().size());
            }
            server.awaitRest(); // without another request
            assertEquals(IN_SEQUENCE, server.threads.size());
            assertTrue(most < 50, most + " requests were counted as in progress");
        }
    }

    @Test
    void hundredsOfClientsAtOnceLeaveNothing() throws IOException {
        int atOnce = Machine.connections(AT_ONCE);
        try (Remembering server = new Remembering(); LoopRun serving = LoopRun.start(server)) {
            List<RawPeer> clients = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                clients.add(serving.connect());
            }
            LoopRun.until(() -> server.activeRequests().size() == atOnce);
            for (RawPeer client : clients) {
                client.send("all at once\n");
            }
            for (RawPeer client : clients) {
                assertEquals("all at once\n", new String(client.readAll(), UTF_8));
                client.close();
            }
            server.awaitRest();
        }
    }
}
