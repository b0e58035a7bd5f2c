package io.github.socketsbyexample.pitfalls.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class TwoHostsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SOON_MILLIS = 300; // after which nothing comes any more

    @Test
    void aClientHereReachesAServerThereOverBothProtocols() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            List<String> addresses = Machine.hasIpv6()
                    ? List.of(TwoHosts.FAR, TwoHosts.FAR_IPV6)
                    : List.of(TwoHosts.FAR);
            try (ServerSocket server = hosts.far().call(() -> new ServerSocket(0))) {
                for (String address : addresses) {
                    hosts.near().call(() -> new Socket(address, server.getLocalPort())).close();
                    server.accept().close();
                }
            }
        }
    }

    @Test
    void aProgramRunsOnAHost() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            assertTrue(hosts.near().run("ip address").contains("192.0.2.1/24"));
            assertTrue(hosts.far().run("ip address").contains("198.51.100.1/24"));
            IOException failed = assertThrows(IOException.class, () -> hosts.far().run("ip link show no-such"));
            assertTrue(String.valueOf(failed.getMessage()).contains("does not exist"), failed.getMessage());
        }
    }

    @Test
    void nothingOfTheMachinesOwnNetworkIsTouched() throws IOException {
        String before = ownNetwork();
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.lose(2);
            hosts.duplicate();
            hosts.narrow(1280);
            hosts.pullCable();
            assertEquals(before, ownNetwork());
        }
        assertEquals(before, ownNetwork());
    }

    private static String ownNetwork() throws IOException {
        String script = "ip link; ip address; ip route show table all; ip -6 route; ip netns; nft list ruleset 2>&1";
        Process process = Host.start(List.of("sh", "-c", script));
        String network = new String(process.getInputStream().readAllBytes(), US_ASCII);
        return network.replaceAll("[0-9]+sec", "some time"); // what is left of addresses that are lent
    }

    @Test
    void whatWasSentWhileTheCableWasPulledArrivesOnceItIsPluggedInAgain() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection connection = DistantConnection.open(hosts)) {
            hosts.pullCable();
            connection.client().getOutputStream().write('a');
            connection.server().setSoTimeout(SOON_MILLIS);
            assertThrows(SocketTimeoutException.class, () -> connection.server().getInputStream().read());
            hosts.plugCable();
            connection.server().setSoTimeout((int) DEADLINE.toMillis());
            assertEquals('a', connection.server().getInputStream().read());
        }
    }

    @Test
    void oneDatagramOfFiveIsLost() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.lose(5);
            assertEquals(8, arrived(hosts, 10, 100));
        }
    }

    @Test
    void everyDatagramArrivesTwice() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.duplicate();
            assertEquals(6, arrived(hosts, 3, 100));
        }
    }

    @Test
    void aLargeDatagramNeedsAWideWay() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowAbove(1280);
            assertEquals(1, arrived(hosts, 1, 1_200));
            assertEquals(0, arrived(hosts, 1, 1_400, SOON_MILLIS));
        }
    }

    @Test
    void aThrottledWayTakesItsTime() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection connection = DistantConnection.open(hosts)) {
            hosts.throttle(1_000);
            long start = System.nanoTime();
            connection.client().getOutputStream().write(new byte[50_000]);
            assertEquals(50_000, connection.server().getInputStream().readNBytes(50_000).length);
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis >= 300, () -> "50,000 bytes at 1 Mbit/s took " + millis + " ms");
        }
    }

    @Test
    void aConnectionThatWasIdleIsForgotten() throws Exception {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.forgetAfter(1);
            try (DistantConnection connection = DistantConnection.open(hosts)) {
                connection.server().setSoTimeout(SOON_MILLIS);
                await().atMost(DEADLINE).until(() -> hosts.router().run("cat /proc/net/nf_conntrack").isEmpty());
                connection.client().getOutputStream().write('a');
                assertThrows(SocketTimeoutException.class, () -> connection.server().getInputStream().read());
            }
        }
    }

    /** Sends so many datagrams from the near host, and returns how many are received on the far one. */
    private static int arrived(TwoHosts hosts, int count, int bytes) throws IOException {
        return arrived(hosts, count, bytes, (int) DEADLINE.toMillis());
    }

    /** Waits so long for the first one: each host on the way may have to ask for the next one's address, and ask again. */
    private static int arrived(TwoHosts hosts, int count, int bytes, int firstMillis) throws IOException {
        try (DatagramSocket sender = hosts.near().call(() -> new DatagramSocket());
                DatagramSocket receiver = hosts.far().call(() -> new DatagramSocket())) {
            for (int i = 0; i < count; i++) {
                sender.send(new DatagramPacket(new byte[bytes], bytes,
                        new InetSocketAddress(TwoHosts.FAR, receiver.getLocalPort())));
            }
            receiver.setSoTimeout(firstMillis);
            for (int arrived = 0;; arrived++) {
                try {
                    receiver.receive(new DatagramPacket(new byte[bytes], bytes));
                    receiver.setSoTimeout(SOON_MILLIS);
                } catch (SocketTimeoutException e) {
                    return arrived;
                }
            }
        }
    }

    @Test
    void nothingIsLeftOfThemWhenTheirProgramIsKilled() throws Exception {
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), ToBeKilled.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader printed = program.inputReader()) {
            String namespace = printed.readLine();
            await().atMost(DEADLINE).until(() -> processes(namespace) == 2); // what holds the host, and what runs on it
            program.destroyForcibly();
            await().atMost(DEADLINE).until(() -> processes(namespace) == 0);
        } finally {
            program.destroyForcibly();
        }
    }

    private static long processes(String namespace) {
        return ProcessHandle.allProcesses().filter(process -> namespace(process.pid()).equals(namespace)).count();
    }

    private static String namespace(long process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/net")).toString();
        } catch (IOException e) {
            return "ended meanwhile";
        }
    }

    /** Runs something on a host, for ever. */
    static final class ToBeKilled {
        public static void main(String[] args) throws Exception {
            TwoHosts hosts = new TwoHosts();
            Host.start(hosts.far().command(List.of("sleep", "1000")));
            IO.println(namespace(hosts.far().pid()));
            Thread.sleep(Duration.ofMinutes(10));
        }
    }
}
