package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** Requests over connections, each in a child process. */
@ExtendWith({NoLeaks.class, ProcessNotes.class})
class ForkingTest {

    /** Notes its hooks, and in which process they ran. */
    static class NotingServer extends TCPServer implements ForkingMixIn {

        private int limit = 40;
        private boolean blockOnClose = true;
        private List<String> options = ForkingMixIn.super.childOptions();

        @Override
        public int maxChildren() {
            return limit;
        }

        @Override
        public boolean blockOnClose() {
            return blockOnClose;
        }

        @Override
        public List<String> childOptions() {
            return options;
        }

        @Override
        protected @Nullable Request<Socket> getRequest() throws IOException {
            Request<Socket> request = super.getRequest();
            if (request != null) {
                ProcessNotes.add("getRequest");
            }
            return request;
        }

        @Override
        protected boolean verifyRequest(Socket request, @Nullable SocketAddress clientAddress) {
            ProcessNotes.add("verifyRequest");
            return true;
        }

        @Override
        protected void processRequest(ActiveRequest<Socket> request) {
            ProcessNotes.add("processRequest");
            super.processRequest(request);
        }

        @Override
        protected void finishRequest(Socket request, @Nullable SocketAddress clientAddress) throws Exception {
            ProcessNotes.add("finishRequest");
            super.finishRequest(request, clientAddress);
        }

        @Override
        protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
            ProcessNotes.add("handleError " + error.getMessage());
        }

        @Override
        protected void shutdownRequest(Socket request) throws IOException {
            ProcessNotes.add("shutdownRequest");
            super.shutdownRequest(request);
        }

        @Override
        protected void closeRequest(Socket request) throws IOException {
            ProcessNotes.add("closeRequest");
            super.closeRequest(request);
        }

        @Override
        public void childExited(long pid, int status) {
            ProcessNotes.add("childExited " + status);
        }
    }

    private static <S extends TCPServer> ForkingRun<S> serving(S server,
            Supplier<? extends BaseRequestHandler<Socket>> handler)
            throws IOException {
        server.open(RunningServer.ANY_PORT, handler);
        return new ForkingRun<>(server);
    }

    /** Does what its line says. */
    static final class Obedient extends StreamRequestHandler {

        private static int requests;

        @Override
        protected @Nullable Duration timeout() {
            return Boolean.getBoolean("test.impatient") ? Duration.ofMillis(50) : null;
        }

        @Override
        protected void setup() throws Exception {
            ProcessNotes.add("setup");
            super.setup();
        }

        @Override
        protected void finish() throws Exception {
            ProcessNotes.add("finish");
            super.finish();
        }

        @Override
        protected void handle() throws Exception {
            ProcessNotes.add("handle");
            requests++;
            String line = new String(rfile().readLine(), UTF_8);
            switch (line.strip()) {
                case "count" -> say(requests + " of " + server().activeRequests().size());
                case "throw" -> throw new IllegalArgumentException("as told");
                case "addresses" -> say(request().getRemoteSocketAddress() + " " + request().getInetAddress() + " "
                        + request().getPort() + " " + clientAddress() + " to " + request().getLocalSocketAddress() + " "
                        + request().getLocalAddress() + " " + request().getLocalPort() + " "
                        + server().serverAddress());
                case "echo" -> rfile().transferTo(wfile());
                case "wait" -> {
                    say("waiting\n");
                    say("heard " + new String(rfile().readLine(), UTF_8));
                }
                case "end first" -> {
                    say("bye");
                    request().shutdownOutput();
                    ProcessNotes.add("then came " + new String(rfile().readAllBytes(), UTF_8));
                }
                case "reset" -> {
                    say("x");
                    request().setSoLinger(true, 0);
                    request().close();
                }
                case "sleep" -> {
                    say("asleep\n");
                    Thread.sleep(Duration.ofMinutes(5));
                }
                case "" -> say("nothing");
                default -> say("what?");
            }
        }

        private void say(String text) throws IOException {
            wfile().write(text.getBytes(UTF_8));
        }
    }

    @Test
    void theParentTakesAndClosesARequestAndTheChildDoesTheRest() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new)) {
            assertEquals("1 of 0", run.ask("count\n"));
        }
        assertEquals(List.of("getRequest", "verifyRequest", "processRequest", "childExited 0", "closeRequest"),
                ProcessNotes.ofParent());
        assertEquals(List.of("finishRequest", "setup", "handle", "finish", "shutdownRequest", "closeRequest"),
                ProcessNotes.ofChildren());
    }

    @Test
    void anExceptionIsHandledByTheChildWhichThenExitsWith1() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new)) {
            assertEquals("", run.ask("throw\n"));
        }
        assertEquals(List.of("finishRequest", "setup", "handle", "finish", "handleError as told", "shutdownRequest",
                "closeRequest"), ProcessNotes.ofChildren());
        assertTrue(ProcessNotes.ofParent().contains("childExited 1"));
        assertFalse(ProcessNotes.ofParent().contains("shutdownRequest"));
    }

    @Test
    void whatAHandlerChangesStaysInItsChildAndNoZombieIsLeft() throws Exception {
        Set<ProcessHandle> before = children();
        int requests = Obedient.requests;
        try (NotingServer server = new NotingServer()) {
            server.open(RunningServer.ANY_PORT, Obedient::new);
            for (int i = 0; i < 3; i++) {
                try (RawPeer client = RawPeer.connect((InetSocketAddress) server.serverAddress())) {
                    client.send("count\n");
                    assertTrue(server.handleRequest());
                    assertEquals("1 of 0", new String(client.readAll(), UTF_8));
                }
            }
            await().atMost(ForkingRun.PATIENCE).until(() -> children().equals(before)); // although nobody collects them
        }
        assertEquals(requests, Obedient.requests);
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet()); // zombies too
    }

    @Test
    void theChildKnowsTheRealAddresses() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            Socket socket = client.socket();
            client.send("addresses\n");
            String own = socket.getLocalSocketAddress() + " " + socket.getLocalAddress() + " " + socket.getLocalPort();
            String server = socket.getRemoteSocketAddress() + " " + socket.getInetAddress() + " " + socket.getPort();
            assertEquals(own + " " + socket.getLocalSocketAddress() + " to " + server + " "
                    + run.server().serverAddress(), new String(client.readAll(), UTF_8));
        }
    }

    @Test
    void aMebibyteComesBackUnchanged() throws Exception {
        byte[] much = new byte[1 << 20];
        new Random(3).nextBytes(much);
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            client.send("echo\n");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(much);
                    client.halfClose();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertArrayEquals(much, client.readAll());
            sender.join();
        }
    }

    @Test
    void aHandlerMayEndItsOutputAndReadOn() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            client.send("end first\n");
            assertEquals("bye", new String(client.readAll(), UTF_8));
            client.send("more");
            client.halfClose();
            await().atMost(ForkingRun.PATIENCE).until(() -> ProcessNotes.ofChildren().contains("then came more"));
        }
        assertTrue(ProcessNotes.ofParent().contains("childExited 0"));
    }

    @Test
    void aReadTimeoutWorksInTheChild() throws Exception {
        System.setProperty("test.impatient", "true"); // the child has it too
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            assertEquals("", new String(client.readAll(), UTF_8));
        } finally {
            System.clearProperty("test.impatient");
        }
        assertTrue(ProcessNotes.ofChildren().contains("handleError Read timed out"),
                ProcessNotes.ofChildren().toString());
    }

    @Test
    void aClientsResetEndsTheChild() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            client.send("wait\n");
            assertEquals("waiting\n", client.readText(8));
            assertEquals(1, run.server().activeChildren().size());
            client.reset();
            await().atMost(ForkingRun.PATIENCE).until(() -> run.server().activeChildren().isEmpty());
        }
        assertTrue(ProcessNotes.ofChildren().contains("handleError Connection reset"),
                ProcessNotes.ofChildren().toString());
        assertTrue(ProcessNotes.ofParent().contains("childExited 1"));
    }

    @Test
    void aHandlersResetReachesTheClient() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            client.send("reset\n");
            assertThrows(SocketException.class, client::readAll);
        }
    }

    @Test
    void atTheLimitClientsWaitAndShutdownDoesNot() throws Exception {
        NotingServer server = new NotingServer();
        server.limit = 1;
        try (ForkingRun<NotingServer> run = serving(server, Obedient::new);
                RawPeer first = run.connect();
                RawPeer second = run.connect()) {
            first.send("wait\n");
            second.send("count\n");
            assertEquals("waiting\n", first.readText(8));
            assertEquals(1, server.activeChildren().size());
            assertEquals(1, ProcessNotes.ofParent().stream().filter("verifyRequest"::equals).count());

            server.shutdown();
            assertFalse(server.isServing());
            first.send("go\n");
            assertEquals("heard go\n", new String(first.readAll(), UTF_8));

            Thread again = Thread.ofPlatform().start(server::serveForever);
            assertEquals("1 of 0", new String(second.readAll(), UTF_8));
            server.shutdown();
            again.join();
        }
    }

    @Test
    void closingWaitsForTheChildren() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new);
                RawPeer client = run.connect()) {
            client.send("wait\n");
            assertEquals("waiting\n", client.readText(8));
            Thread closing = Thread.ofPlatform().start(() -> {
                try {
                    run.server().serverClose();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            await().until(run.server()::isClosed);
            client.send("go\n");
            assertEquals("heard go\n", new String(client.readAll(), UTF_8));
            assertTrue(closing.join(ForkingRun.PATIENCE));
            assertTrue(ProcessNotes.ofParent().contains("childExited 0"));
        }
    }

    @Test
    void aChildThatOutlivesItsServerHoldsNoListener() throws Exception {
        NotingServer server = new NotingServer();
        server.blockOnClose = false;
        try (ForkingRun<NotingServer> run = serving(server, Obedient::new); RawPeer client = run.connect()) {
            client.send("wait\n");
            assertEquals("waiting\n", client.readText(8));
            server.serverClose();
            assertThrows(ConnectException.class, () -> run.connect().close());
            client.send("go\n");
            assertEquals("heard go\n", new String(client.readAll(), UTF_8));
            await().atMost(ForkingRun.PATIENCE).until(() -> server.activeRequests().isEmpty());
        }
    }

    @Test
    void closingWithAGraceKillsWhatIsLeft() throws Exception {
        NotingServer server = new NotingServer();
        Set<ProcessHandle> children;
        try (ForkingRun<NotingServer> run = serving(server, Obedient::new); RawPeer client = run.connect()) {
            client.send("sleep\n");
            assertEquals("asleep\n", client.readText(7));
            children = server.activeChildren();
            assertEquals(1, children.size());

            server.close(Duration.ofMillis(50));

            assertEquals(-1, client.socket().getInputStream().read());
        }
        assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
        assertEquals(List.of(), server.activeRequests());
        assertTrue(ProcessNotes.ofParent().stream().anyMatch(note -> note.matches("childExited (137|1)"))); // SIGKILL
    }

    @Test
    void aChildThatDoesNotStartIsAnErrorOfItsRequestAlone() throws Exception {
        NotingServer server = new NotingServer();
        server.options = List.of("--dry-run"); // exits without running anything
        try (BusyCommonPool _ = new BusyCommonPool(); ForkingRun<NotingServer> run = serving(server, Obedient::new)) {
            assertEquals("", run.ask(""));
            await().atMost(ForkingRun.PATIENCE).until(() -> ProcessNotes.ofParent().contains("shutdownRequest"));
            assertTrue(ProcessNotes.ofParent()
                    .stream()
                    .anyMatch(note -> note.matches(
                            "handleError child process \\d+ did not take its request: exit status 0")),
                    ProcessNotes.ofParent().toString());

            server.options = new NotingServer().options;
            assertEquals("1 of 0", run.ask("count\n"));
        }
    }

    /** Can't be made without another object. */
    private final class Inner extends StreamRequestHandler {
        @Override
        protected void handle() {
            ProcessNotes.add("part of " + ForkingTest.this);
        }
    }

    /** Can't be made without an argument. */
    static final class Demanding extends ForkingTCPServer {
        Demanding(int answer) {
            assertEquals(42, answer);
        }
    }

    private static void assertRefused(ForkingTCPServer server, Supplier<BaseRequestHandler<Socket>> handler,
            Class<?> reason) throws IOException {
        try (server) {
            Exception refusal = assertThrows(IllegalStateException.class,
                    () -> server.open(RunningServer.ANY_PORT, handler));
            String said = String.valueOf(refusal.getMessage());
            assertTrue(said.startsWith(reason + " has no constructor without arguments"), said);
            assertThrows(IllegalStateException.class, server::channel); // nothing was opened
        }
    }

    @Test
    void classesThatAChildCouldNotMakeAreRefusedAtOnce() throws Exception {
        assertRefused(new ForkingTCPServer(), Inner::new, Inner.class);
        assertRefused(new Demanding(42), Obedient::new, Demanding.class);
        String captured = "by the handler";
        BaseRequestHandler<Socket> anonymous = new StreamRequestHandler() {
            @Override
            protected void handle() {
                ProcessNotes.add(captured);
            }
        };
        assertRefused(new ForkingTCPServer(), () -> anonymous, anonymous.getClass());
    }

    @Test
    void aHandlersClassThatAChildCouldNotMakeIsAnErrorOfTheRequest() throws Exception {
        try (ForkingRun<NotingServer> run = serving(new NotingServer(), Obedient::new)) {
            run.server().requestHandlerClass(Inner::new);
            assertEquals("", run.ask(""));
            await().atMost(ForkingRun.PATIENCE).until(() -> ProcessNotes.ofParent().contains("shutdownRequest"));
        }
        assertTrue(ProcessNotes.ofParent().stream().anyMatch(note -> note.startsWith("handleError " + Inner.class)));
    }
}
