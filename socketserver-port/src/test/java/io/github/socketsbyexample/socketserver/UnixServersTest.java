package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;

/** Unix-domain servers: what is theirs alone, and what TCP and UDP servers do as well on sockets that are not the JDK's. */
@ExtendWith(NoLeaks.class)
class UnixServersTest {

    private static final String LINUX = "Linux";

    @TempDir
    private Path folder;
    private Path path = Path.of("");
    private SocketAddress address = UnixDomainSocketAddress.of("");

    private final Queue<String> clients = new ConcurrentLinkedQueue<>(); // what handlers know of them

    @BeforeEach
    void chooseAName() {
        path = folder.resolve("socket");
        address = UnixDomainSocketAddress.of(path);
    }

    private static RawPeer connect(BaseServer<?> server) throws IOException {
        return new RawPeer(UnixSocket.connect(server.serverAddress(), LoopRun.DEADLINE));
    }

    private static String ask(BaseServer<?> server, String line) throws IOException {
        try (RawPeer client = connect(server)) {
            client.send(line);
            return new String(client.readAll(), UTF_8);
        }
    }

    /** A server that takes the place of one that was killed. */
    private static UnixStreamServer reclaiming(SocketAddress address) throws IOException {
        return new UnixStreamServer(address, Handlers.LineEcho::new) {
            @Override
            protected boolean allowReuseAddress() {
                return true;
            }
        };
    }

    private static UnixDatagramServer reclaimingDatagrams(SocketAddress address) throws IOException {
        return new UnixDatagramServer(address, Handlers.DatagramEcho::new) {
            @Override
            protected boolean allowReuseAddress() {
                return true;
            }
        };
    }

    /** Leaves a socket file behind that nobody listens to. */
    private void leaveStaleFile(boolean stream) throws IOException {
        if (stream) {
            try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                killed.bind(address);
            }
        } else {
            try (AFUNIXDatagramChannel killed = AFUNIXDatagramChannel.open()) {
                killed.setDeleteOnClose(false);
                DatagramChannel _ = killed.bind(UnixAddress.forJunixsocket(address));
            }
        }
        assertTrue(Files.exists(path));
    }

    @Test
    void theSocketFileIsThereWhileTheServerIsOpenAndGoneAfterwards() throws IOException {
        try (UnixStreamServer server = new UnixStreamServer(address, Handlers.LineEcho::new)) {
            assertTrue(Files.exists(path));
            assertEquals(address, server.serverAddress());
            assertEquals(StandardProtocolFamily.UNIX, server.addressFamily());
        }
        assertFalse(Files.exists(path));
        try (UnixDatagramServer server = new UnixDatagramServer(address, Handlers.DatagramEcho::new)) {
            assertTrue(Files.exists(path));
            assertEquals(StandardProtocolFamily.UNIX, server.addressFamily());
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aFileThatIsNoSocketIsNeverTouched() throws IOException {
        Files.writeString(path, "precious");
        for (boolean reclaim : new boolean[]{false, true}) {
            BindException refused = assertThrows(BindException.class,
                    () -> (reclaim ? reclaiming(address) : new UnixStreamServer(address, Handlers.LineEcho::new))
                            .close());
            assertEquals("cannot listen on " + path + ": there is something of that name, and it is no socket",
                    refused.getMessage());
            assertThrows(BindException.class, () -> (reclaim
                    ? reclaimingDatagrams(address)
                    : new UnixDatagramServer(address, Handlers.DatagramEcho::new)).close());
            assertEquals("precious", Files.readString(path));
        }
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "pipes with a name are made with Unix' tools")
    void aPipeIsNoSocketEither() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor());
        Object pipe = Files.getAttribute(path, "unix:ino");
        for (Executable opening : new Executable[]{() -> reclaiming(address).close(),
                () -> reclaimingDatagrams(address).close(),
                () -> new UnixStreamServer(address, Handlers.LineEcho::new).close()}) {
            assertEquals("cannot listen on " + path + ": there is something of that name, and it is no socket",
                    assertThrows(BindException.class, opening).getMessage());
            assertEquals(pipe, Files.getAttribute(path, "unix:ino"));
        }
    }

    @Test
    void aServerThatLivesKeepsItsName() throws IOException {
        try (UnixStreamServer first = new UnixStreamServer(address, Handlers.LineEcho::new);
                LoopRun _ = LoopRun.start(first)) {
            assertThrows(BindException.class, () -> new UnixStreamServer(address, Handlers.LineEcho::new).close());
            assertThrows(BindException.class, () -> reclaiming(address).close());
            assertEquals("hi\n", ask(first, "hi\n"));
        }
        try (UnixDatagramServer first = new UnixDatagramServer(address, Handlers.DatagramEcho::new);
                LoopRun _ = LoopRun.start(first);
                UnixDatagrams client = new UnixDatagrams(folder.resolve("client"))) {
            assertThrows(BindException.class,
                    () -> new UnixDatagramServer(address, Handlers.DatagramEcho::new).close());
            assertThrows(BindException.class, () -> reclaimingDatagrams(address).close());
            client.send(address, "hi");
            assertEquals("hi", client.receive());
        }
    }

    @Test
    void aStaleFileIsReplacedOnlyIfTheServerAllowsIt() throws IOException {
        leaveStaleFile(true);
        assertThrows(BindException.class, () -> new UnixStreamServer(address, Handlers.LineEcho::new).close());
        assertTrue(Files.exists(path));
        try (UnixStreamServer server = reclaiming(address); LoopRun _ = LoopRun.start(server)) {
            assertEquals("hi\n", ask(server, "hi\n"));
        }
        assertFalse(Files.exists(path));
        leaveStaleFile(false);
        assertThrows(BindException.class, () -> new UnixDatagramServer(address, Handlers.DatagramEcho::new).close());
        try (UnixDatagramServer server = reclaimingDatagrams(address);
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams client = new UnixDatagrams(folder.resolve("client"))) {
            client.send(address, "hi");
            assertEquals("hi", client.receive());
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void theFileOfAnotherServerThatHasTakenThePlaceStays() throws IOException {
        try (UnixStreamServer second = reclaimedFrom(new UnixStreamServer(address, Handlers.LineEcho::new));
                LoopRun _ = LoopRun.start(second)) {
            assertEquals("hi\n", ask(second, "hi\n"));
        }
    }

    private UnixStreamServer reclaimedFrom(UnixStreamServer first) throws IOException {
        try (first) {
            Files.delete(path); // as a careless administrator would
            return new UnixStreamServer(address, Handlers.LineEcho::new);
        }
    }

    @Test
    void closingAServerAgainDoesNotRemoveTheFileOfTheNext() throws IOException {
        UnixStreamServer first = new UnixStreamServer(address, Handlers.LineEcho::new);
        first.close();
        try (UnixStreamServer second = new UnixStreamServer(address, Handlers.LineEcho::new)) {
            first.close(); // the system may have given the new file the number of the old one
            assertTrue(Files.exists(path));
            assertTrue(second.channel().isOpen());
        }
    }

    @Test
    void aServerThatStillWaitsForItsRequestsDoesNotRemoveTheFileOfTheNext() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ThreadingUnixStreamServer first = new ThreadingUnixStreamServer(address, Handlers.stream(_ -> {
            handling.countDown();
            goOn.await();
        }));
        try (LoopRun _ = LoopRun.start(first); RawPeer _ = connect(first)) {
            handling.await();
            Thread closer = Thread.ofPlatform().start(() -> {
                try {
                    first.serverClose();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            LoopRun.until(() -> !Files.exists(path));
            try (UnixStreamServer second = reclaiming(address); LoopRun _ = LoopRun.start(second)) {
                goOn.countDown();
                LoopRun.join(closer);
                assertTrue(Files.exists(path));
                assertEquals("hi\n", ask(second, "hi\n"));
            }
        }
    }

    @Test
    void aServerIsClosedWellWhereverItsLoopIs() throws Exception {
        for (int i = 0; i < 300; i++) { // most find it waiting; some about to wait, or about to accept
            try (UnixStreamServer server = new UnixStreamServer(address, Handlers.LineEcho::new);
                    LoopRun _ = LoopRun.start(server)) {
                assertEquals("hi\n", ask(server, "hi\n"));
            }
        }
    }

    @Test
    void theNameIsTakenByServerActivate() throws IOException {
        try (UnixStreamServer server = new UnixStreamServer(address, Handlers.LineEcho::new, false)) {
            server.serverBind();
            assertFalse(Files.exists(path));
            server.serverActivate();
            assertTrue(Files.exists(path));
        }
    }

    @Test
    void whoRemovesTheFileHimselfDoesNoHarm() throws IOException {
        try (UnixStreamServer server = new UnixStreamServer(address, Handlers.LineEcho::new)) {
            assertTrue(server.channel().isOpen());
            Files.delete(path);
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aPathThatIsTooLongIsRefusedInOneLine() {
        SocketAddress tooLong = UnixDomainSocketAddress.of("/tmp/" + "x".repeat(200));
        String reason = "cannot listen on " + tooLong + ": the path is too long for a socket";
        assertEquals(reason, assertThrows(BindException.class,
                () -> new UnixStreamServer(tooLong, Handlers.LineEcho::new).close()).getMessage());
        assertEquals(reason, assertThrows(BindException.class,
                () -> new UnixDatagramServer(tooLong, Handlers.DatagramEcho::new).close()).getMessage());
    }

    @Test
    void anInternetAddressIsRefused() {
        assertThrows(BindException.class,
                () -> new UnixStreamServer(LoopRun.ANY_PORT, Handlers.LineEcho::new).close());
    }

    @Test
    void anAbstractNameHasNoFile() throws IOException {
        assumeTrue(System.getProperty("os.name").equals(LINUX), "only Linux has abstract names");
        SocketAddress name = UnixStreamServer.abstractName("sockets-by-example-" + ProcessHandle.current().pid());
        try (UnixStreamServer server = new UnixStreamServer(name, Handlers.LineEcho::new);
                LoopRun _ = LoopRun.start(server)) {
            assertEquals("hi\n", ask(server, "hi\n"));
            assertThrows(BindException.class, () -> new UnixStreamServer(name, Handlers.LineEcho::new).close());
            assertEquals("hi\n", ask(server, "hi\n"));
        }
        try (UnixDatagramServer server = new UnixDatagramServer(name, Handlers.DatagramEcho::new);
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams client = new UnixDatagrams(folder.resolve("client"))) {
            client.send(name, "hi");
            assertEquals("hi", client.receive());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("sockets")));
        }
    }

    @Test
    void aClientWithoutANameHasNoAddressAndOneWithANameHasItsPath() throws Exception {
        try (UnixDatagramServer server = new UnixDatagramServer(address,
                Handlers.datagram(handler -> {
                    clients.add(String.valueOf(handler.clientAddress()));
                    handler.wfile().write(handler.packet());
                }));
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams nameless = new UnixDatagrams();
                UnixDatagrams named = new UnixDatagrams(folder.resolve("client"))) {
            nameless.send(address, "x");
            named.send(address, "y");
            assertEquals("y", named.receive());
        }
        assertEquals(List.of("null", folder.resolve("client").toString()), List.copyOf(clients));
    }

    @Test
    void aClientWhoseNameIsNoTextGetsItsOwnAnswer() throws Exception {
        assumeTrue(System.getProperty("os.name").equals(LINUX), "other systems' names are text");
        try (UnixDatagramServer server = new UnixDatagramServer(address, Handlers.DatagramEcho::new);
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams noText = new UnixDatagrams((folder + "/client-\u00ff").getBytes(ISO_8859_1));
                UnixDatagrams asDecoded = new UnixDatagrams((folder + "/client-\ufffd").getBytes(UTF_8))) {
            noText.send(address, "no text");
            asDecoded.send(address, "as decoded");
            assertEquals("as decoded", asDecoded.receive());
            assertEquals("no text", noText.receive());
        }
    }

    @Test
    void aStreamClientWithoutANameHasNoAddress() throws Exception {
        AtomicReference<@Nullable SocketAddress> seen = new AtomicReference<>(address);
        try (UnixStreamServer server = new UnixStreamServer(address,
                Handlers.stream(handler -> seen.set(handler.clientAddress())));
                LoopRun _ = LoopRun.start(server)) {
            try (RawPeer client = connect(server)) {
                assertArrayEquals(new byte[0], client.readAll());
            }
        }
        assertNull(seen.get());
    }

    @Test
    void bothSidesMayEndTheirOutputAndReadOn() throws Exception {
        Handlers.Work<StreamRequestHandler> work = handler -> {
            handler.wfile().write("bye".getBytes(UTF_8));
            handler.request().shutdownOutput();
            clients.add(new String(handler.rfile().readAllBytes(), UTF_8));
        };
        for (boolean threading : new boolean[]{false, true}) {
            try (UnixStreamServer server = threading
                    ? new ThreadingUnixStreamServer(address, Handlers.stream(work))
                    : new UnixStreamServer(address, Handlers.stream(work));
                    LoopRun _ = LoopRun.start(server);
                    RawPeer client = connect(server)) {
                assertEquals("bye", new String(client.readAll(), UTF_8));
                client.send("more");
                client.halfClose();
                LoopRun.until(() -> server.activeRequests().isEmpty());
            }
        }
        assertEquals(List.of("more", "more"), List.copyOf(clients));
    }

    @Test
    void aHandlerMayEndItsInputAndStillAnswer() throws Exception {
        try (UnixStreamServer server = new UnixStreamServer(address, Handlers.stream(handler -> {
            handler.request().shutdownInput();
            handler.wfile().write(("read: " + handler.rfile().read()).getBytes(UTF_8));
        })); LoopRun _ = LoopRun.start(server); RawPeer client = connect(server)) {
            assertEquals("read: -1", new String(client.readAll(), UTF_8)); // although this end is open
        }
    }

    @Test
    void aHandlersSocketHasTheOptionsThatUnixDomainSocketsHave() throws Exception {
        try (UnixStreamServer server = new UnixStreamServer(address, Handlers.stream(handler -> {
            Socket socket = handler.request();
            socket.setSoLinger(true, 1);
            socket.setSendBufferSize(4096);
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(1000);
            clients.add(socket.getSoLinger() + " " + socket.getSoTimeout() + " " + (socket.getSendBufferSize() >= 4096)
                    + " " + (socket.getReceiveBufferSize() >= 4096) + " " + socket.getRemoteSocketAddress() + " "
                    + handler.request().getLocalSocketAddress());
            clients.add(String.valueOf(
                    assertThrows(SocketException.class, () -> socket.setTcpNoDelay(true)).getMessage()));
        })); LoopRun _ = LoopRun.start(server); RawPeer client = connect(server)) {
            assertArrayEquals(new byte[0], client.readAll());
        }
        assertEquals(List.of("1 1000 true true null " + address, "a Unix-domain socket has no such option"),
                List.copyOf(clients));
    }

    @Test
    void aDatagramClientThatIsGoneIsNoError() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        Queue<Exception> errors = new ConcurrentLinkedQueue<>();
        try (UnixDatagramServer server = new UnixDatagramServer(address, Handlers.datagram(handler -> {
            gone.await();
            handler.wfile().write(handler.packet());
        })) {
            @Override
            protected void handleError(DatagramRequest request, @Nullable SocketAddress clientAddress,
                    Exception error) {
                errors.add(error);
            }
        }; LoopRun _ = LoopRun.start(server)) {
            for (String name : new String[]{"refusing", "refusing too", "removed"}) {
                try (UnixDatagrams client = new UnixDatagrams(folder.resolve(name))) {
                    client.send(address, name);
                }
            }
            Files.delete(folder.resolve("removed"));
            gone.countDown();
            try (UnixDatagrams client = new UnixDatagrams(folder.resolve("last"))) {
                client.send(address, "last");
                assertEquals("last", client.receive());
            }
        }
        assertEquals(List.of(), List.copyOf(errors));
    }

    @Test
    void theNameThatADatagramClientHasChosenIsReportedInOneSafeLine() throws Exception {
        Reports reports = new Reports();
        Path name = folder.resolve("a\nERROR \u001b[2J");
        try (UnixDatagramServer server = new UnixDatagramServer(address, Handlers.datagram(handler -> {
            throw new IOException("trouble");
        })) {
            @Override
            Logger log() {
                return reports.log();
            }
        };
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams client = new UnixDatagrams(name)) {
            client.send(address, "x");
            LoopRun.until(() -> !reports.lines().isEmpty());
            assertEquals(List.of(folder.resolve("a\\nERROR \\x1b[2J") + ": trouble"), reports.lines());
        }
    }

    @Test
    void anInterruptedHandlerDoesNotCloseTheServersSocket() throws Exception {
        Queue<Exception> errors = new ConcurrentLinkedQueue<>();
        try (ThreadingUnixDatagramServer server = new ThreadingUnixDatagramServer(address,
                Handlers.datagram(handler -> {
                    if (handler.packet()[0] == 'i') {
                        Thread.currentThread().interrupt();
                    }
                    handler.wfile().write(handler.packet());
                })) {
            @Override
            protected void handleError(DatagramRequest request, @Nullable SocketAddress clientAddress,
                    Exception error) {
                errors.add(error);
            }
        };
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams client = new UnixDatagrams(folder.resolve("client"))) {
            client.send(address, "i");
            LoopRun.until(() -> !errors.isEmpty());
            client.send(address, "next");
            String answer = client.receive();
            assertEquals("next", answer.equals("i") ? client.receive() : answer); // "i" may have left all the same
        }
    }

    @Test
    void aDatagramClientThatDoesNotReadDelaysNobody() throws Exception {
        int unread = 50; // more than the ten or so that Linux keeps for a client
        try (UnixDatagramServer server = new UnixDatagramServer(address, Handlers.DatagramEcho::new);
                LoopRun _ = LoopRun.start(server);
                UnixDatagrams silent = new UnixDatagrams(folder.resolve("silent"));
                UnixDatagrams client = new UnixDatagrams(folder.resolve("client"))) {
            assertTimeout(LoopRun.DEADLINE, () -> { // which is less than a second for each
                for (int i = 0; i < unread; i++) {
                    silent.send(address, "unread " + i); // waits while the server has too much to do
                }
                client.send(address, "x");
                assertEquals("x", client.receive());
            });
            assertEquals("unread 0", silent.receive());
        }
    }

    @Test
    void anInterruptEndsTheLoopAndLeavesTheServerUsable() throws Exception {
        try (UnixStreamServer server = new UnixStreamServer(address, Handlers.LineEcho::new)) {
            Thread loop = Thread.ofPlatform().start(server::serveForever);
            LoopRun.until(server::isServing);
            loop.interrupt();
            LoopRun.join(loop);
            assertTrue(server.channel().isOpen());
            try (LoopRun _ = LoopRun.start(server)) {
                assertEquals("hi\n", ask(server, "hi\n"));
            }
        }
    }

    @Test
    void closingEndsTheLoopAndCutsAClientWhoSaysNothing() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        ThreadingUnixStreamServer server = new ThreadingUnixStreamServer(address, Handlers.stream(handler -> {
            handling.countDown();
            handler.rfile().readLine();
        }));
        try (LoopRun serving = LoopRun.start(server); RawPeer client = connect(server)) {
            handling.await();
            server.close(Duration.ZERO);
            assertNull(serving.awaitEnd());
            assertArrayEquals(new byte[0], client.readAll());
            assertTrue(server.activeRequests().isEmpty());
        }
    }

    @Test
    void aReadThatTimedOutCanBeRepeated() throws Exception {
        AtomicReference<Exception> timeout = new AtomicReference<>();
        CountDownLatch timedOut = new CountDownLatch(1);
        try (UnixStreamServer server = new UnixStreamServer(address, () -> new StreamRequestHandler() {
            @Override
            protected Duration timeout() {
                return LoopRun.MOMENT;
            }

            @Override
            protected boolean disableNagleAlgorithm() {
                return true; // case 38: a Unix-domain socket has no such thing, which is no error
            }

            @Override
            protected void handle() throws Exception {
                try {
                    rfile().readLine();
                } catch (SocketTimeoutException e) {
                    timeout.set(e);
                    timedOut.countDown();
                }
                connection().setSoTimeout((int) LoopRun.DEADLINE.toMillis());
                wfile().write(rfile().readLine());
            }
        }); LoopRun _ = LoopRun.start(server); RawPeer client = connect(server)) {
            client.send("half ");
            timedOut.await();
            client.send("a line\n");
            assertEquals("half a line\n", new String(client.readAll(), UTF_8));
            assertInstanceOf(SocketTimeoutException.class, timeout.get());
        }
    }

    @Test
    void aDeadlineCutsAClientWhoSaysNothing() throws Exception {
        try (UnixStreamServer server = new UnixStreamServer(address, () -> new StreamRequestHandler() {
            @Override
            protected Duration deadline() {
                return LoopRun.MOMENT;
            }

            @Override
            protected void handle() throws Exception {
                rfile().readLine();
            }
        }); LoopRun _ = LoopRun.start(server); RawPeer client = connect(server)) {
            assertArrayEquals(new byte[0], client.readAll());
        }
    }
}
