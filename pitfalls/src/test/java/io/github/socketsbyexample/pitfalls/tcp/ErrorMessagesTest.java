package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/** Every message of docs/errors.md is brought about, and is the JDK's and Linux's own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the system's part of a message is Linux's")
@ExtendWith(NoLeaks.class)
class ErrorMessagesTest {

    private static final int SHORT_MILLIS = 50;
    private static final Pattern FIRST_CELL = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Path ROOT = Path.of("..");

    /** Brought about by other tests, in which they stand. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "Too many open files",
            "integration-tests/src/test/java/io/github/socketsbyexample/integration/OutOfDescriptorsIT.java",
            "PKIX path building failed", "http-fetch/src/test/java/io/github/socketsbyexample/http/FetchTlsTest.java",
            "No subject alternative", "http-fetch/src/test/java/io/github/socketsbyexample/http/FetchTlsTest.java",
            "Received fatal alert",
            "pitfalls/src/test/java/io/github/socketsbyexample/pitfalls/http/RefusedAfterTheHandshakeTest.java");

    /** A message, and what brings it about. */
    record Provocation(String message, Callable<?> call) {
        @Override
        public String toString() {
            return message;
        }
    }

    static List<Provocation> provocations() {
        return List.of(
                new Provocation("Connection refused", ErrorMessagesTest::connectToNobody),
                new Provocation("Connect timed out", ErrorMessagesTest::connectToAFullListener),
                new Provocation("UnknownHostException", () -> InetAddress.getAllByName("no-such-host.invalid")),
                new Provocation("UnresolvedAddressException",
                        () -> SocketChannel.open(InetSocketAddress.createUnresolved("localhost", 80))),
                new Provocation("Address already in use", ErrorMessagesTest::listenTwice),
                new Provocation("Cannot assign requested address",
                        () -> new ServerSocket(0, 1, InetAddress.ofLiteral("192.0.2.1"))), // RFC 5737: nobody's
                new Provocation("Unix domain path too long", () -> bindUnix("/tmp/" + "x".repeat(107 - 5))),
                new Provocation("Read timed out", () -> connected(c -> c.client().getInputStream().read())),
                new Provocation("Accept timed out", ErrorMessagesTest::acceptNobody),
                new Provocation("Connection reset", () -> connected(c -> {
                    c.server().setSoLinger(true, 0);
                    c.server().close();
                    return c.client().getInputStream().read();
                })),
                new Provocation("Broken pipe", () -> connected(c -> {
                    c.server().close();
                    return writeUntilItFails(c.client());
                })),
                new Provocation("Socket closed", () -> connected(c -> {
                    InputStream in = c.client().getInputStream();
                    c.client().close();
                    return in.read();
                })),
                new Provocation("Socket is closed", () -> connected(c -> {
                    c.client().close();
                    return c.client().getInputStream();
                })),
                new Provocation("Socket output is shutdown", () -> connected(c -> {
                    c.client().shutdownOutput();
                    return c.client().getOutputStream();
                })),
                new Provocation("Closed by interrupt", ErrorMessagesTest::interruptedVirtualThread),
                new Provocation("EOFException", () -> new DataInputStream(bytes("abc")).readInt()),
                new Provocation("invalid stream header", () -> new ObjectInputStream(bytes("GET / HTTP/1.1"))),
                new Provocation("header parser received no bytes", ErrorMessagesTest::noAnswerByHttp),
                new Provocation("PortUnreachableException", ErrorMessagesTest::askAClosedPort),
                new Provocation("Receive timed out", ErrorMessagesTest::receiveNothing),
                new Provocation("Message too long", ErrorMessagesTest::sendTooMuch),
                new Provocation("Permission denied", ErrorMessagesTest::broadcast),
                new Provocation("Unsupported or unrecognized SSL message", () -> handshakeWith("HTTP/1.1 400 no\r\n")),
                new Provocation("Remote host terminated the handshake", () -> handshakeWith("")));
    }

    @ParameterizedTest
    @MethodSource("provocations")
    void messageIsWhatThePageSays(Provocation provocation) {
        String outcome = BlockingCall.outcome(provocation.call());
        assertTrue(outcome.contains(provocation.message()), outcome);
    }

    @Test
    void pageHasEachOfThemAndNoOther() throws IOException {
        List<String> messages = new ArrayList<>(provocations().stream().map(Provocation::message).toList());
        messages.addAll(ELSEWHERE.keySet());
        List<String> onThePage = FIRST_CELL.matcher(Files.readString(ROOT.resolve("docs/errors.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(new TreeSet<>(messages), new TreeSet<>(onThePage));
        assertEquals(messages.size(), onThePage.size());
    }

    @Test
    void whatOtherTestsBringAboutStandsInThem() throws IOException {
        for (Map.Entry<String, String> each : ELSEWHERE.entrySet()) {
            assertTrue(Files.readString(ROOT.resolve(each.getValue())).contains(each.getKey()), each::toString);
        }
        assertFalse(ELSEWHERE.isEmpty());
    }

    /** What is done with a connection whose client has little patience. */
    private interface Use {
        Object with(LoopbackConnection connection) throws Exception;
    }

    private static Object connected(Use use) throws Exception {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().setSoTimeout(SHORT_MILLIS);
            return use.with(connection);
        }
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static Socket connectToNobody() throws IOException {
        try (NobodyThere nobody = new NobodyThere()) {
            return new Socket(loopback(), nobody.address().getPort());
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String connectToAFullListener() throws IOException {
        try (FullListener listener = new FullListener(); Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(listener.host(), listener.port()), SHORT_MILLIS);
            return "connected";
        }
    }

    private static String listenTwice() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, loopback());
                ServerSocket second = new ServerSocket(first.getLocalPort(), 1, loopback())) {
            return second.toString();
        }
    }

    private static SocketAddress bindUnix(String path) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.bind(UnixDomainSocketAddress.of(path)).getLocalAddress();
        }
    }

    private static String acceptNobody() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, loopback())) {
            listener.setSoTimeout(SHORT_MILLIS);
            try (Socket accepted = listener.accept()) {
                return accepted.toString();
            }
        }
    }

    private static String writeUntilItFails(Socket socket) throws IOException {
        for (long end = System.nanoTime() + LoopbackConnection.DEADLINE.toNanos(); System.nanoTime() < end;) {
            socket.getOutputStream().write(0);
        }
        return "wrote for as long as it liked";
    }

    private static Object interruptedVirtualThread() throws Exception {
        return connected(c -> {
            c.client().setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            BlockingCall read = BlockingCall.at(Thread.ofVirtual(), () -> c.client().getInputStream().read());
            read.thread().interrupt();
            return read.outcome(LoopbackConnection.DEADLINE);
        });
    }

    private static int noAnswerByHttp() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, loopback());
                HttpClient client = HttpClient.newHttpClient()) {
            BlockingCall.at(() -> {
                try (Socket accepted = listener.accept()) {
                    return accepted.getInputStream().read(new byte[8192]); // or the end would be a reset
                }
            });
            URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
            return client.send(HttpRequest.newBuilder(uri)
                    .timeout(LoopbackConnection.DEADLINE)
                    .POST(BodyPublishers.noBody())
                    .build(),
                    BodyHandlers.discarding()).statusCode();
        }
    }

    private static String askAClosedPort() throws IOException {
        try (NobodyThere nobody = NobodyThere.overUdp();
                DatagramSocket socket = new DatagramSocket(0, loopback())) {
            socket.connect(nobody.address());
            socket.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            socket.send(new DatagramPacket(new byte[1], 1));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return "answered";
        }
    }

    private static String receiveNothing() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, loopback())) {
            socket.setSoTimeout(SHORT_MILLIS);
            socket.receive(new DatagramPacket(new byte[1], 1));
            return "received";
        }
    }

    private static String sendTooMuch() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, loopback())) {
            socket.send(new DatagramPacket(new byte[65_508], 65_508, socket.getLocalSocketAddress()));
            return "sent";
        }
    }

    private static int broadcast() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            return channel.send(ByteBuffer.allocate(1), new InetSocketAddress("127.255.255.255", 9)); // refused: not sent
        }
    }

    private static String handshakeWith(String answer) throws Exception {
        try (LoopbackConnection connection = LoopbackConnection.open();
                SSLSocket client = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(connection.client(), "localhost", connection.client().getPort(), true)) {
            BlockingCall server = BlockingCall.at(() -> {
                connection.server().getInputStream().read(new byte[8192]); // or the end would be a reset
                connection.server().getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                connection.server().shutdownOutput();
                return "answered";
            });
            try {
                client.startHandshake();
                return "shaken";
            } finally {
                assertEquals("answered", server.outcome(LoopbackConnection.DEADLINE));
            }
        }
    }
}
