package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;

/** Addresses that refuse, say nothing, or connect, in every order. */
@ExtendWith(NoLeaks.class)
class HappyEyeballsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final long DEADLINE_SECONDS = 20;
    private static final InetSocketAddress SERVER = InetSocketAddress.createUnresolved("server.example", 80);

    /** An address at which a connection is neither made nor refused: its backlog is full (Linux, macOS). */
    record Silence(ServerSocket listener, List<Socket> fillers) implements AutoCloseable {

        static Silence open() throws IOException {
            ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            List<Socket> fillers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                fillers.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
            }
            return new Silence(listener, fillers);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            listener.close();
        }
    }

    private static ServerSocket listener() throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setSoTimeout((int) TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
        return listener;
    }

    private static InetSocketAddress addressOf(ServerSocket listener) {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private static SocketChannel connect(Duration timeout, Duration headStart, InetSocketAddress... addresses)
            throws IOException {
        return HappyEyeballs.connect(SERVER, List.of(addresses), timeout, headStart);
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "a full backlog refuses elsewhere")
    void addressThatSaysNothingCostsAHeadStartAndNotItsWholeTime() throws Exception {
        FutureTask<SocketChannel> connecting;
        try (Silence silence = Silence.open(); ServerSocket listener = listener()) {
            connecting = new FutureTask<>(() -> connect(LONG, SHORT, silence.address(), addressOf(listener)));
            Thread.ofPlatform().start(connecting);
            try (SocketChannel channel = connecting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                assertEquals(addressOf(listener), channel.getRemoteAddress());
                assertTrue(channel.isBlocking());
            }
        }
    }

    @Test
    void addressThatRefusesCostsNoHeadStart() throws Exception {
        try (NobodyThere nobody = new NobodyThere(); ServerSocket listener = listener()) {
            FutureTask<SocketChannel> connecting = new FutureTask<>(
                    () -> connect(LONG, LONG, nobody.address(), addressOf(listener)));
            Thread.ofPlatform().start(connecting);
            try (SocketChannel channel = connecting.get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                assertEquals(addressOf(listener), channel.getRemoteAddress());
            }
        }
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "a full backlog refuses elsewhere")
    void whenNobodyAnswersOneDeadlineEndsAllAttemptsInOneLine() throws Exception {
        try (Silence first = Silence.open();
                Silence second = Silence.open();
                NobodyThere nobody = new NobodyThere()) {
            InetSocketAddress refusing = nobody.address();
            ConnectException failure = assertThrows(ConnectException.class, () -> connect(Duration.ofMillis(300), SHORT,
                    first.address(), refusing, second.address()));
            assertEquals("cannot connect to server.example:80: " + List.of(
                    "127.0.0.1:" + first.address().getPort() + ": Connect timed out",
                    "127.0.0.1:" + refusing.getPort() + ": Connection refused",
                    "127.0.0.1:" + second.address().getPort() + ": Connect timed out"),
                    failure.getMessage());
            assertEquals(3, failure.getSuppressed().length);
        }
    }

    @RepeatedTest(20)
    void whoIsSecondByAMomentIsClosed() throws Exception {
        try (ServerSocket listener = listener()) {
            InetSocketAddress address = addressOf(listener);
            try (SocketChannel channel = connect(LONG, Duration.ZERO, Stream.generate(() -> address)
                    .limit(8)
                    .toArray(InetSocketAddress[]::new));
                    ServerSocket last = listener) {
                List<Socket> accepted = new ArrayList<>();
                try (Socket afterAll = new Socket(address.getAddress(), address.getPort())) {
                    Socket one;
                    do {
                        one = last.accept();
                        accepted.add(one);
                    } while (!one.getRemoteSocketAddress().equals(afterAll.getLocalSocketAddress()));
                    accepted.removeLast().close();
                    for (Socket each : accepted) {
                        each.setSoTimeout((int) TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
                        boolean winner = each.getRemoteSocketAddress().equals(channel.getLocalAddress());
                        assertTrue(winner || ended(each), () -> accepted.size() + " connections");
                    }
                } finally {
                    for (Socket each : accepted) {
                        each.close();
                    }
                }
            }
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("reset");
        }
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "a full backlog refuses elsewhere")
    void interruptEndsAllAttempts() throws Exception {
        try (Silence silence = Silence.open()) {
            FutureTask<SocketChannel> connecting = new FutureTask<>(
                    () -> connect(LONG, SHORT, silence.address(), silence.address()));
            Thread thread = Thread.ofPlatform().start(connecting);
            thread.interrupt();
            assertTrue(thread.join(Duration.ofSeconds(DEADLINE_SECONDS)));
            assertTrue(connecting.exceptionNow() instanceof ClosedByInterruptException);
        }
    }

    @Test
    void familiesTakeTurnsAndTheFirstStaysFirst() {
        List<String> ordered = HappyEyeballs.interleaved(Stream.of("2001:db8::1", "2001:db8::2", "2001:db8::3",
                "192.0.2.1").map(each -> new InetSocketAddress(InetAddress.ofLiteral(each), 80)).toList())
                .stream()
                .map(each -> each.getAddress().getHostAddress())
                .toList();
        assertEquals(List.of("2001:db8:0:0:0:0:0:1", "192.0.2.1", "2001:db8:0:0:0:0:0:2", "2001:db8:0:0:0:0:0:3"),
                ordered);
    }

    @Test
    void anAttemptIsForOneAddressAlsoWhereTheAddressKnowsItsName() throws Exception {
        InetAddress named = InetAddress.getByAddress("localhost", new byte[]{127, 0, 0, 9});
        InetSocketAddress attempt = HappyEyeballs.interleaved(List.of(new InetSocketAddress(named, 80))).getFirst();
        assertEquals("127.0.0.9", attempt.getHostString());
        assertFalse(attempt.isUnresolved());
    }
}
