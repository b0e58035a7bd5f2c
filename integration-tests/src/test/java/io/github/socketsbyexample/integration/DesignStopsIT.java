package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.threaded.Design;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** How each design of threaded-server ends as a program, and what it complains of: by a signal, and without memory. */
@Execution(ExecutionMode.SAME_THREAD) // side by side they need more descriptors than a process may have
class DesignStopsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int TIMEOUT_MILLIS = 20_000;

    private static ExampleProcess start(String java, String design) throws IOException {
        List<String> line = new ArrayList<>(Installation.java("threaded-server",
                List.of("welcome-server", "--port", "0", "--backlog", "1000", "--design", design)));
        line.add(1, java);
        return new ExampleProcess(line);
    }

    private static InetSocketAddress address(ExampleProcess server) throws Exception {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(),
                OptionValues.address(server.awaitReady(DEADLINE)).getPort());
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket client = new Socket();
        try {
            client.connect(address, TIMEOUT_MILLIS);
            client.setSoTimeout(TIMEOUT_MILLIS);
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static void closeAll(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    /** Clients that reset their connection are daily bread, and those that the stop cuts are of its own making. */
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "a process is killed on Windows, not told to stop")
    @ParameterizedTest
    @EnumSource
    void neitherStrangersNorANormalStopFillTheLog(Design design) throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (ExampleProcess server = start("-Xmx64m", design.toString())) {
            InetSocketAddress address = address(server);
            for (int i = 0; i < 50; i++) {
                try (Socket client = connect(address)) {
                    client.getInputStream().readNBytes("Welcome!".length());
                    client.setSoLinger(true, 0);
                }
            }
            for (int i = 0; i < 50; i++) {
                idle.add(connect(address));
            }
            int served = switch (design) {
                case ITERATIVE -> 1;
                case POOL -> Design.Limits.DEFAULT.poolSize();
                default -> idle.size();
            };
            for (Socket client : idle.subList(0, served)) {
                client.getInputStream().readNBytes("Welcome!".length());
            }
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertEquals(design == Design.SELECTOR ? List.of("INFO SelectorServer - conversations cut: 50") : List.of(),
                    server.complaints());
        } finally {
            closeAll(idle);
        }
    }

    /** Silent clients take all memory: who would serve on without would have clients that nobody answers. */
    @ParameterizedTest
    @CsvSource({"platform, 2000", "virtual, 2000", "bounded, 2000", "selector, 8000"}) // far more than there is room for
    void aServerWithoutMemoryStopsWithOneLine(String design, int mostClients) throws Exception {
        Machine.requireDescriptors(mostClients);
        List<Socket> silent = new ArrayList<>();
        try (ExampleProcess server = start("-Xmx6m", design)) {
            InetSocketAddress address = address(server);
            connectWhilePossible(silent, address, mostClients);
            assertEquals(Program.FAILED, server.awaitExit(DEADLINE), () -> server.complaints().toString());
            List<String> complaints = server.complaints();
            assertEquals(1, complaints.size(), complaints::toString);
            assertTrue(complaints.getFirst()
                    .matches(".*: the server has stopped: java\\.lang\\.OutOfMemoryError: .*"), complaints::toString);
        } finally {
            closeAll(silent);
        }
    }

    private static void connectWhilePossible(List<Socket> clients, InetSocketAddress address, int most)
            throws InterruptedException {
        try {
            while (clients.size() < most) {
                clients.add(connect(address));
                Thread.sleep(1); // a stream of strangers: a burst could take even what the stop needs
            }
        } catch (IOException e) {
            return; // it has stopped to listen
        }
    }
}
