package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** Requests that somebody took over and never processes: the server does not wait for them for ever. */
@ExtendWith(NoLeaks.class)
class DroppedRequestsTest {

    /** What is done with a request instead of processing it. */
    private interface Fate {
        void of(TCPServer server, ActiveRequest<Socket> request) throws IOException;
    }

    /** Gives a server's only request over to its fate; serverClose must return, the client gets nothing. */
    private static void closesAfter(Fate fate) throws Exception {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            protected void processRequest(ActiveRequest<Socket> request) {
                try {
                    fate.of(this, request);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public int maxRequests() {
                return 1; // so that the second client is served only if the first one's request is over
            }
        };
        try (LoopRun serving = LoopRun.start(server);
                RawPeer client = serving.connect();
                RawPeer second = serving.connect()) {
            assertEquals(0, client.readAll().length);
            assertEquals(0, second.readAll().length);
            Thread closing = Thread.ofPlatform().start(() -> close(server));
            LoopRun.join(closing);
            assertEquals(List.of(), server.activeRequests());
        }
    }

    private static void close(TCPServer server) {
        try {
            server.serverClose();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRequestThatIsClosedIsOver() throws Exception {
        closesAfter((_, request) -> request.close());
    }

    @Test
    void soIsOneWhoseHookWasCalledAsPythonDoes() throws Exception {
        closesAfter((server, request) -> server.shutdownRequest(request.request()));
        closesAfter((server, request) -> server.closeRequest(request.request()));
    }

    @Test
    void theServerDoesNotWaitForAConnectionThatSomebodyClosed() throws Exception {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new) {
            @Override
            protected void processRequest(ActiveRequest<Socket> request) {
                try {
                    request.request().close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            assertEquals(0, client.readAll().length);
            LoopRun.join(Thread.ofPlatform().start(() -> close(server)));
        }
    }

    @Test
    void whatAPoolHasNotBegunCanBeClosed() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> goOn.await())) {
                @Override
                protected void processRequest(ActiveRequest<Socket> request) {
                    pool.execute(request::process);
                }
            };
            try (LoopRun serving = LoopRun.start(server);
                    RawPeer running = serving.connect();
                    RawPeer queued = serving.connect()) {
                LoopRun.until(() -> server.activeRequests().size() == 2);
                assertEquals(1, pool.shutdownNow().size()); // and interrupts the first
                assertEquals(0, running.readAll().length);
                LoopRun.until(() -> server.activeRequests().size() == 1);
                server.activeRequests().forEach(ActiveRequest::close);
                assertEquals(0, queued.readAll().length);
                LoopRun.join(Thread.ofPlatform().start(() -> close(server)));
                assertTrue(server.activeRequests().isEmpty());
            }
        }
    }
}
