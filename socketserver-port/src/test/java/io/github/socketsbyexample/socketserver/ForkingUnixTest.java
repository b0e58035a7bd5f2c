package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

import io.github.socketsbyexample.common.NoLeaks;

/** Unix-domain connections, each in a child process. */
@ExtendWith(NoLeaks.class)
class ForkingUnixTest {

    @TempDir
    Path folder;

    /** Has junixsocket start the thread that it keeps. */
    @BeforeAll
    static void prepare() throws IOException {
        AFUNIXSocket.newInstance().close();
    }

    static final class Addresses extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write((clientAddress() + " " + request().getRemoteSocketAddress() + " to "
                    + request().getLocalSocketAddress() + "\n").getBytes(UTF_8));
            wfile().write(rfile().readAllBytes());
        }
    }

    private static Socket connect(SocketAddress address) throws IOException {
        Socket client = UnixSocket.connect(address, ForkingRun.PATIENCE);
        client.setSoTimeout((int) ForkingRun.PATIENCE.toMillis());
        return client;
    }

    private static String conversation(SocketAddress address) throws IOException {
        try (ForkingRun<?> _ = new ForkingRun<>(new ForkingUnixStreamServer(address, Addresses::new));
                Socket client = connect(address)) {
            client.getOutputStream().write("rest".getBytes(UTF_8));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void aClientWithoutANameHasNoneInTheChild() throws Exception {
        Path path = folder.resolve("server");
        assertEquals("null null to " + path + "\nrest", conversation(UnixDomainSocketAddress.of(path)));
    }

    @Test
    void aServerMayHaveAnAbstractName() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self")), "only Linux has abstract names");
        SocketAddress address = UnixStreamServer.abstractName(folder + "/server");
        assertEquals("null null to " + address + "\nrest", conversation(address));
    }

    @Test
    void closingWithAGraceKillsTheChildAndCutsTheClient() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("server"));
        ForkingUnixStreamServer server = new ForkingUnixStreamServer(address, Addresses::new);
        Set<ProcessHandle> children;
        try (ForkingRun<?> _ = new ForkingRun<>(server); Socket client = connect(address)) {
            assertEquals('n', client.getInputStream().read());
            children = server.activeChildren();
            assertEquals(1, children.size());
            server.close(Duration.ofMillis(50));
            assertTrue(client.getInputStream().readAllBytes().length > 0); // to its end
        }
        await().atMost(ForkingRun.PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
}
