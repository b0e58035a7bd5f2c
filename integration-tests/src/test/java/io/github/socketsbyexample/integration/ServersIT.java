package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;

/** What every TCP server does as a process: its port, its end, and its way with one client that breaks the rules. */
class ServersIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int RESTARTS = 1;

    static List<Pair> pairs() {
        return Catalogue.over(Pair.Transport.TCP);
    }

    /** Those that answer a single byte; others wait for a whole request, a line, a file. */
    static List<Pair> pairsThatAnswerAByte() {
        return pairs().stream()
                .filter(pair -> !List.of("page", "stream handler", "file").contains(pair.name()))
                .toList();
    }

    private static ExampleProcess start(Pair pair, int port) throws IOException {
        List<String> command = new ArrayList<>(pair.server().command());
        command.replaceAll(argument -> argument.equals("0") ? Integer.toString(port) : argument);
        ExampleProcess server = new ExampleProcess(Installation.java(pair.module(), command));
        server.input("");
        return server;
    }

    private static InetSocketAddress ready(ExampleProcess server) throws Exception {
        InetSocketAddress address = OptionValues.address(server.awaitReady(DEADLINE));
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    @ParameterizedTest
    @MethodSource("pairsThatAnswerAByte")
    void stoppedInAConversationItStartsAgainAtOnceOnTheSamePort(Pair pair) throws Exception {
        stopsInAConversationAndStartsAgain(pair, true);
    }

    @ParameterizedTest
    @MethodSource("pairsThatAnswerAByte")
    @Tag("full") // it waits
    void soItDoesWhoseClientsStay(Pair pair) throws Exception {
        stopsInAConversationAndStartsAgain(pair, false);
    }

    private static void stopsInAConversationAndStartsAgain(Pair pair, boolean clientsLeave) throws Exception {
        List<ExampleProcess> stopping = new ArrayList<>();
        List<RawPeer> talking = new ArrayList<>();
        try {
            int port = 0;
            for (int i = 0; i <= RESTARTS; i++) {
                ExampleProcess server = start(pair, port);
                stopping.add(server);
                InetSocketAddress address = ready(server);
                RawPeer peer = RawPeer.connect(address);
                talking.add(peer);
                begin(pair, server, peer);
                assertTrue(port == 0 || port == address.getPort(), "port " + address.getPort());
                port = address.getPort();
                server.terminate();
                awaitPortClosed(address);
            }
            if (clientsLeave) { // which spares the servers their grace
                for (RawPeer peer : talking) {
                    peer.close();
                }
            }
            for (ExampleProcess server : stopping) {
                assertEquals(0, server.awaitExit(DEADLINE), () -> server.complaints().toString());
                assertEquals(List.of(), server.complaints()
                        .stream()
                        .filter(line -> line.contains("\tat ") || line.contains("Exception"))
                        .toList());
            }
        } finally {
            for (RawPeer peer : talking) {
                peer.close();
            }
            stopping.forEach(ExampleProcess::close);
        }
    }

    /** Until then the next server would find the old one still listening: the signal takes its time to arrive. */
    private static void awaitPortClosed(InetSocketAddress address) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(() -> {
            try (RawPeer probe = RawPeer.connect(address)) {
                probe.halfClose();
                return false;
            } catch (IOException refused) {
                return true;
            }
        });
    }

    /** A byte is answered; but a room of one says nothing to it, and prints who came. */
    private static void begin(Pair pair, ExampleProcess server, RawPeer peer) throws Exception {
        if (pair.takesTwo()) {
            peer.send("x\n");
            server.awaitLines(2, DEADLINE);
        } else {
            peer.send("x");
            peer.read(1);
        }
    }

    static Collection<Pair> onePairOfEachModule() {
        return pairs().stream().collect(Collectors.toMap(Pair::module, pair -> pair, (first, other) -> first)).values();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Tag("full")
    void addressInUseIsAFailureOfEveryServer(Pair pair) throws Exception {
        addressInUseIsAFailureInOneLine(pair);
    }

    @ParameterizedTest
    @MethodSource("onePairOfEachModule")
    void addressInUseIsAFailureInOneLine(Pair pair) throws Exception {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                ExampleProcess second = start(pair, first.getLocalPort())) {
            assertEquals(1, second.awaitExit(DEADLINE));
            assertEquals(List.of("cannot listen on " + Addresses.format(first.getLocalSocketAddress())
                    + ": Address already in use"), second.complaints());
            assertEquals(List.of(), second.printed());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "localhost, 127.0.0.1", "::1, [::1]", "[::1], [::1]", "0.0.0.0, 0.0.0.0"})
    void readyLineNamesTheRealAddress(String host, String shown) throws Exception {
        try (ExampleProcess server = new ExampleProcess(
                Installation.java("tcp-basic", List.of("echo-server", "--host", host, "--port", "0")))) {
            if (host.contains("::1") && !Machine.hasIpv6()) {
                assertEquals(1, server.awaitExit(DEADLINE));
                assertEquals(List.of("cannot listen on [::1]:0: IPv6 protocol family unavailable"),
                        server.complaints());
                Machine.requireIpv6();
            }
            String ready = server.awaitReady(DEADLINE);
            assertTrue(ready.matches(Pattern.quote(shown) + ":[1-9][0-9]*"), ready);
        }
    }

    @Test
    void textIsPrintedRightAlthoughItsBytesArriveOneByOne() throws Exception {
        try (ExampleProcess server = start(Catalogue.PAIRS.get(1), 0); RawPeer peer = RawPeer.connect(ready(server))) {
            for (byte b : "你好".getBytes(Charset.forName("GBK"))) {
                peer.send(b);
                assertEquals("server: hello, client!", peer.readText(22));
            }
            peer.halfClose();
            assertEquals(0, peer.readAll().length);
            server.awaitLines(4, DEADLINE);
            assertEquals("你好", server.printed().get(2));
        }
    }

    @Test
    void timeIsInEnglishWhateverTheLanguageOfTheSystem() throws Exception {
        List<String> command = new ArrayList<>(
                Installation.java("tcp-basic", List.of("timestamp-server", "--port", "0")));
        command.addAll(1, List.of("-Duser.language=zh", "-Duser.country=CN"));
        try (ExampleProcess server = new ExampleProcess(command); RawPeer peer = RawPeer.connect(ready(server))) {
            peer.send("x");
            String answer = peer.readText(28);
            assertTrue(answer.matches("\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} [0-9]{4}\\] x"), answer);
        }
    }

    @Test
    void manyTimesItsMemoryGoesThroughIt() throws Exception {
        List<String> command = new ArrayList<>(Installation.java("tcp-basic", List.of("echo-server", "--port", "0")));
        command.add(1, "-Xmx16m");
        byte[] chunk = new byte[1 << 20];
        try (ExampleProcess server = new ExampleProcess(command, line -> {}, line -> {});
                Socket socket = new Socket()) {
            socket.connect(ready(server), 10_000);
            socket.setSoTimeout(20_000);
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    OutputStream out = socket.getOutputStream();
                    for (int i = 0; i < 64; i++) {
                        out.write(chunk);
                    }
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            long received = 0;
            for (int n; (n = socket.getInputStream().read(chunk)) != -1;) {
                received += n;
            }
            sender.join();
            assertEquals(64L << 20, received);
            assertEquals(List.of(), server.complaints());
        }
    }

    @Test
    void onceEndsTheServerAfterItsFirstClient() throws Exception {
        try (ExampleProcess server = new ExampleProcess(
                Installation.java("tcp-basic", List.of("echo-server", "--port", "0", "--once")))) {
            try (RawPeer peer = RawPeer.connect(ready(server))) {
                peer.send("bye");
                peer.halfClose();
                assertEquals("bye", new String(peer.readAll(), UTF_8));
            }
            assertEquals(0, server.awaitExit(DEADLINE));
        }
    }

    @Test
    void resetIsReportedInOneLine() throws Exception {
        try (ExampleProcess server = start(Catalogue.PAIRS.getFirst(), 0)) {
            InetSocketAddress address = ready(server);
            RawPeer peer = RawPeer.connect(address);
            peer.send("x");
            peer.read(1);
            String name = Addresses.format(peer.socket().getLocalSocketAddress());
            peer.reset();
            try (RawPeer next = RawPeer.connect(address)) {
                next.send("y");
                assertEquals("y", next.readText(1));
            }
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE)); // by then all that it said has been collected
            assertEquals(List.of("WARN EchoServer - " + name + ": Connection reset"), server.complaints());
        }
    }
}
