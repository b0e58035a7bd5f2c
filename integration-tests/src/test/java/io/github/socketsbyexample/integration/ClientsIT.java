package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;

import io.github.socketsbyexample.common.NobodyThere;

/** What every TCP client does when the other side does not do its part: one line, exit code 1, no stack trace. */
class ClientsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    /** One pair for each client and what it is told: the server is another one here. */
    static List<Pair> pairs() {
        Map<List<String>, Pair> clients = new LinkedHashMap<>();
        Catalogue.over(Pair.Transport.TCP).forEach(pair -> clients.putIfAbsent(pair.client().command(), pair));
        return List.copyOf(clients.values());
    }

    /** Those whose failures begin with an address; fetch's begin with a URL, and are in FetchIT. */
    static List<Pair> pairsByAddress() {
        return pairs().stream().filter(pair -> pair.client().command().contains("--port")).toList();
    }

    private static ExampleProcess start(Pair pair, int port, String... more) throws IOException {
        ExampleProcess client = startSilent(pair, port, more);
        client.input(pair.client().input());
        return client;
    }

    /** Starts one whose input goes on, and says nothing yet. */
    private static ExampleProcess startSilent(Pair pair, int port, String... more) throws IOException {
        List<String> command = Pair.calling(pair.client().command(), port, folder);
        command.addAll(1, List.of(more));
        return new ExampleProcess(Installation.java(pair.client().module(), command));
    }

    private static void assertFails(String line, ExampleProcess client) throws Exception {
        try (client) {
            assertEquals(1, client.awaitExit(DEADLINE));
            assertEquals(List.of(line), client.complaints());
            assertEquals(List.of(), client.printed());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void nobodyListening(Pair pair) throws Exception {
        try (NobodyThere nobody = new NobodyThere()) {
            int port = nobody.address().getPort();
            assertFails("cannot connect to 127.0.0.1:" + port + ": Connection refused",
                    start(pair, port, "--timeout", "1s")); // wait-for does not give up before
        }
    }

    @ParameterizedTest
    @MethodSource("pairsByAddress")
    void serverThatNeverAnswers(Pair pair) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertFails("no answer from 127.0.0.1:" + silent.getLocalPort() + " within 300ms",
                    start(pair, silent.getLocalPort(), "--timeout", "300ms"));
        }
    }

    @ParameterizedTest
    @MethodSource("pairsByAddress")
    void serverThatClosesAtOnce(Pair pair) throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                // A chat's client that has ended its own side first takes the server's end for good.
                ExampleProcess client = pair.takesTwo()
                        ? startSilent(pair, rude.getLocalPort())
                        : start(pair, rude.getLocalPort())) {
            rude.setSoTimeout(20_000);
            Socket accepted = rude.accept();
            accepted.shutdownOutput();
            accepted.getInputStream().skip(Long.MAX_VALUE); // unread bytes would make it a reset
            assertEquals(1, client.awaitExit(DEADLINE));
            assertEquals(1, client.complaints().size(), client.complaints().toString());
            String line = client.complaints().getFirst();
            assertTrue(line.startsWith("127.0.0.1:" + rude.getLocalPort() + ": connection closed "), line);
            accepted.close();
        }
    }

    @ParameterizedTest
    @MethodSource("pairsByAddress")
    void serverThatResets(Pair pair) throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ExampleProcess client = start(pair, rude.getLocalPort())) {
            rude.setSoTimeout(20_000);
            Socket accepted = rude.accept();
            if (pair.takesTwo()) {
                accepted.getInputStream().readAllBytes(); // else the thread that sends may be who is told of the reset
            } else {
                awaitFirstByte(accepted);
            }
            accepted.setSoLinger(true, 0);
            accepted.close();
            assertFails("127.0.0.1:" + rude.getLocalPort() + ": Connection reset", client);
        }
    }

    /** Waits until the client is past its connecting; one that lets the server speak first sends nothing. */
    private static void awaitFirstByte(Socket accepted) throws IOException {
        accepted.setSoTimeout(2_000);
        try {
            accepted.getInputStream().read();
        } catch (SocketTimeoutException e) {
            return;
        }
    }

    @Test
    void unknownHost() throws Exception {
        assertFails("cannot connect to no-such-host.invalid:50007: unknown host",
                start(Catalogue.PAIRS.getFirst(), 50007, "--host", "no-such-host.invalid"));
    }

    @Test
    void traceIsShownOnlyWhenAsked() throws Exception {
        try (NobodyThere nobody = new NobodyThere();
                ExampleProcess client = start(Catalogue.PAIRS.getFirst(), nobody.address().getPort(), "--verbose")) {
            assertEquals(1, client.awaitExit(DEADLINE));
            assertEquals("cannot connect to 127.0.0.1:" + nobody.address().getPort() + ": Connection refused",
                    client.complaints().getFirst());
            assertTrue(client.complaints().toString().contains("\tat "), client.complaints().toString());
        }
    }

    /** Two addresses for one name, with neither DNS nor root: the JDK reads its names from a file. */
    @Test
    void everyAddressOfANameIsTried() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.2 two.example\n127.0.0.1 two.example\n");
        try (ExampleProcess server = new ExampleProcess(
                Installation.java("tcp-basic", List.of("echo-server", "--port", "0")))) {
            String ready = server.awaitReady(DEADLINE);
            try (ExampleProcess client = clientOfTwo(hosts, ready.substring(ready.lastIndexOf(':') + 1))) {
                assertEquals(0, client.awaitExit(DEADLINE), () -> client.complaints().toString());
                assertEquals(List.of("Received: Hello, world"), client.printed());
            }
        }
        try (NobodyThere nobody = new NobodyThere()) {
            String port = Integer.toString(nobody.address().getPort());
            assertFails("cannot connect to two.example:" + port + ": Connection refused (tried 127.0.0.2:" + port
                    + ", 127.0.0.1:" + port + ")", clientOfTwo(hosts, port));
        }
    }

    private static ExampleProcess clientOfTwo(Path hosts, String port) throws IOException {
        List<String> command = new ArrayList<>(Installation.java("tcp-basic",
                List.of("echo-client", "--host", "two.example", "--port", port)));
        command.add(1, "-Djdk.net.hosts.file=" + hosts);
        return new ExampleProcess(command);
    }
}
