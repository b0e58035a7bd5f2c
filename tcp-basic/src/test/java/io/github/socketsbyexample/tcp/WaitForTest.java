package io.github.socketsbyexample.tcp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.OwnJvm;

@ExtendWith(NoLeaks.class)
class WaitForTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static InetSocketAddress unresolved(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static void awaitQuietly(InetSocketAddress server) {
        try {
            WaitFor.await(server, TIMEOUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void serverThatListensNeedNotEvenAccept() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WaitFor.await(unresolved("127.0.0.1", listener.getLocalPort()), TIMEOUT);
            try (Socket client = listener.accept()) {
                client.setSoTimeout(10_000);
                assertEquals(-1, client.getInputStream().read(), "nothing is said");
            }
        }
    }

    @Test
    void serverThatStartsLaterIsFound() throws Exception {
        InetSocketAddress address;
        Thread waiting;
        try (NobodyThere nobody = new NobodyThere()) {
            address = nobody.address();
            int port = address.getPort();
            waiting = Thread.ofPlatform().start(() -> awaitQuietly(unresolved("127.0.0.1", port)));
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING); // has been refused once
        }
        try (ServerSocket listener = new ServerSocket(address.getPort(), 5, address.getAddress())) {
            assertTrue(waiting.join(TIMEOUT), "still waiting for " + listener);
        }
    }

    @Test
    void ipv6IsWaitedForToo() throws Exception {
        Machine.requireIpv6();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"))) {
            WaitFor.await(unresolved("::1", listener.getLocalPort()), TIMEOUT);
        }
    }

    @Test
    void nobodyInTimeIsAFailureThatNamesTheAddress() throws Exception {
        try (NobodyThere nobody = new NobodyThere()) {
            long begin = System.nanoTime();
            ConnectException failure = assertThrows(ConnectException.class,
                    () -> WaitFor.await(nobody.address(), Duration.ofMillis(500)));
            assertEquals("cannot connect to 127.0.0.1:" + nobody.address().getPort() + ": Connection refused",
                    failure.getMessage());
            long millis = (System.nanoTime() - begin) / 1_000_000;
            assertTrue(millis >= 400, millis + " ms");
        }
    }

    /** A name that is not known yet, and is before the JDK would ask again by itself. */
    static final class NameToBe {

        private NameToBe() {}

        public static void main(String[] args) throws Exception {
            Path hosts = Files.createTempFile("hosts", "");
            System.setProperty("jdk.net.hosts.file", hosts.toString());
            WaitFor.lookUpEachTime();
            try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
                InetSocketAddress server = unresolved("soon.example", listener.getLocalPort());
                ConnectException failure = assertThrows(ConnectException.class,
                        () -> WaitFor.await(server, Duration.ofMillis(300)));
                System.out.println(String.valueOf(failure.getMessage()).replaceAll(":[0-9]+", ""));
                Files.writeString(hosts, "127.0.0.1 soon.example\n");
                WaitFor.await(server, Duration.ofSeconds(8)); // the JDK remembers for 10 s that there was none
                System.out.println("found");
            } finally {
                Files.delete(hosts);
            }
        }
    }

    @Test
    void nameThatIsKnownLaterIsFound(@TempDir Path folder) throws Exception {
        assertEquals(List.of("cannot connect to soon.example: unknown host", "found"),
                OwnJvm.printed(NameToBe.class, folder));
    }
}
