package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;

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
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"));
        command.addAll(Installation.java("threaded-server",
                List.of("welcome-server", "--port", "0", "--backlog", "200", "--design", design)));
        try (ExampleProcess server = new ExampleProcess(command); Clients clients = new Clients()) {
            clients.connect(Addresses.parse(server.awaitReady(DEADLINE)).getPort());
            int served = clients.countWelcomed(0, SILENCE_MILLIS);
            assertTrue(served > 10 && served < DESCRIPTORS,
                    () -> served + " served at once; " + server.complaints());
            clients.leave(served);
            assertEquals(CLIENTS - served, clients.countWelcomed(served, ANSWER_MILLIS));
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            List<String> complaints = new ArrayList<>(server.complaints());
            complaints.removeIf(line -> line.contains("conversations cut: ") || line.contains("Socket closed")); // by the stop
            assertEquals(1, complaints.size(), complaints::toString);
            assertTrue(complaints.getFirst().contains("cannot accept a client: Too many open files"),
                    complaints::toString);
        }
    }

    /** Clients that say nothing. */
    private static final class Clients implements AutoCloseable {

        private final List<Socket> sockets = new ArrayList<>();

        void connect(int port) throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
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
