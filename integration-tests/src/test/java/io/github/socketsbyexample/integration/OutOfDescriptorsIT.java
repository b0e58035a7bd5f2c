package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** More silent clients than the server's process has file descriptors, for real: nobody is lost, one line is said. */
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "ulimit sets the number of descriptors")
class OutOfDescriptorsIT {

    private static final int DESCRIPTORS = 110; // the JVM and its jars need about twenty
    private static final int CLIENTS = 150; // more than that, and less than the backlog beyond it
    private static final int SILENCE_MILLIS = 3_000; // a client that hears nothing for so long is in the backlog
    private static final int ANSWER_MILLIS = 20_000;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual", "bounded", "selector"})
    void clientsWithoutADescriptorAreServedWhenOthersLeave(String design) throws Exception {
        try (ExampleProcess server = limited("threaded-server", "welcome-server", "--design", design);
                Clients clients = new Clients()) {
            clients.connect(OptionValues.address(server.awaitReady(DEADLINE)).getPort());
            int served = clients.countWelcomed(0, SILENCE_MILLIS);
            assertTrue(served > 10 && served < DESCRIPTORS,
                    () -> served + " served at once; " + server.complaints());
            clients.leave(served);
            assertEquals(CLIENTS - served, clients.countWelcomed(served, ANSWER_MILLIS));
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            List<String> complaints = new ArrayList<>(server.complaints());
            complaints.removeIf(line -> line.contains("conversations cut: ")); // by the stop
            assertEquals(1, complaints.size(), complaints::toString);
            assertTrue(complaints.getFirst().contains("cannot accept a client: Too many open files"),
                    complaints::toString);
        }
    }

    @Test
    void aClientThatWaitedMayRunItsCommandWhenOthersLeave() throws Exception {
        try (ExampleProcess server = limited("remote-exec", "raw-server"); Clients clients = new Clients()) {
            clients.connect(OptionValues.address(server.awaitReady(DEADLINE)).getPort());
            await().atMost(DEADLINE).until(() -> !server.complaints().isEmpty());
            assertTrue(server.complaints()
                    .getFirst()
                    .endsWith(
                            "cannot accept a client: Too many open files; will try again and again"),
                    () -> server.complaints().toString());
            clients.leave(CLIENTS - 1);
            assertEquals("hi\n", clients.lastOneRuns("echo hi"));
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertEquals(1, server.complaints().size(), () -> server.complaints().toString());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are counted through /proc")
    void aForkingServerTakesNoMoreClientsThanItsChildrenHaveDescriptorsForAndLosesNone() throws Exception {
        try (ExampleProcess server = limited(64, "socketserver-port", "forking-server")) {
            int port = OptionValues.address(server.awaitReady(DEADLINE)).getPort();
            assertEquals("HELLO", upperCased(port));
            long before = descriptors(server);
            try (Clients clients = new Clients()) {
                clients.connect(port, 30);
            }
            assertEquals("HELLO", upperCased(port));
            await().atMost(DEADLINE).until(() -> descriptors(server) <= before);
            assertEquals(List.of(), server.complaints());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "descriptors are counted through /proc")
    void whereNoChildHasRoomEachClientCostsALineAndNoDescriptor() throws Exception {
        try (ExampleProcess server = limited(36, "socketserver-port", "forking-server")) {
            int port = OptionValues.address(server.awaitReady(DEADLINE)).getPort();
            assertEquals("", upperCased(port));
            long before = descriptors(server);
            assertEquals("", upperCased(port));
            await().atMost(DEADLINE).until(() -> server.complaints().size() == 2);
            await().atMost(DEADLINE).until(() -> descriptors(server) <= before);
            assertTrue(Files.exists(Path.of("/proc/" + server.process().pid() + "/fd/0")));
            String line = server.complaints().getFirst();
            assertTrue(line.endsWith(": cannot start a child process: Too many open files"), line);
        }
    }

    private static String upperCased(int port) throws IOException {
        try (RawPeer client = RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            client.send("hello\n");
            client.halfClose();
            return new String(client.readAll(), US_ASCII);
        }
    }

    private static long descriptors(ExampleProcess server) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + server.process().pid() + "/fd"))) {
            return open.count();
        }
    }

    /** The JDK's server cuts who comes when the limit is reached; the limit is one that its descriptors allow. */
    @Test
    void idleClientsOfTheStaticServerGoFirstAndALineTellsWhoIsCut() throws Exception {
        try (ExampleProcess server = limited("http-fetch", "server"); Clients clients = new Clients()) {
            int port = OptionValues.address(server.awaitReady(DEADLINE)).getPort();
            clients.connect(port);
            await().atMost(DEADLINE).until(() -> !server.complaints().isEmpty());
            assertTrue(
                    server.complaints()
                            .getFirst()
                            .contains(" 23 connections, and no more are let in: new clients are "
                                    + "cut until others leave, idle ones within 5 s"),
                    () -> server.complaints().toString());
            await().atMost(DEADLINE).ignoreExceptionsInstanceOf(IOException.class).until(() -> isServed(port));
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertEquals(1, server.complaints().size(), () -> server.complaints().toString());
        }
    }

    private static boolean isServed(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(15), US_ASCII).equals("HTTP/1.1 200 OK");
        }
    }

    /** Starts a server that may have few files open, and a backlog for all clients. */
    private static ExampleProcess limited(String module, String... command) throws IOException {
        return limited(DESCRIPTORS, module, command);
    }

    private static ExampleProcess limited(int descriptors, String module, String... command) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh"));
        words.addAll(Installation.java(module, List.of(command)));
        words.addAll(List.of("--port", "0", "--backlog", "200"));
        return new ExampleProcess(words);
    }

    /** Clients that say nothing by themselves. */
    private static final class Clients implements AutoCloseable {

        private final List<Socket> sockets = new ArrayList<>();

        void connect(int port) throws IOException {
            connect(port, CLIENTS);
        }

        void connect(int port, int count) throws IOException {
            Machine.requireDescriptors(5 * count); // those of the tests beside this one, too
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            }
        }

        /** Returns how many are welcomed, from one on until one is not. */
        int countWelcomed(int first, int patienceMillis) throws IOException {
            int count = 0;
            for (Socket socket : sockets.subList(first, sockets.size())) {
                socket.setSoTimeout(patienceMillis);
                try {
                    assertEquals("Welcome!", new String(socket.getInputStream().readNBytes(8), US_ASCII));
                } catch (SocketTimeoutException e) {
                    break;
                }
                count++;
            }
            return count;
        }

        String lastOneRuns(String command) throws IOException {
            Socket last = sockets.getLast();
            last.setSoTimeout(ANSWER_MILLIS);
            last.getOutputStream().write(command.getBytes(US_ASCII));
            return new String(last.getInputStream().readNBytes(3), US_ASCII);
        }

        void leave(int count) throws IOException {
            for (Socket socket : sockets.subList(0, count)) {
                socket.close();
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
