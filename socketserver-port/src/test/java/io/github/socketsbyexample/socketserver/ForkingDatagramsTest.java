package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RunningServer;

/** Datagrams, each in a child process. */
@ExtendWith({NoLeaks.class, ProcessNotes.class})
class ForkingDatagramsTest {

    @TempDir
    Path folder;

    /** Has junixsocket start the thread that it keeps. */
    @BeforeAll
    static void prepare() throws IOException {
        AFUNIXDatagramSocket.newInstance().close();
    }

    /** Takes eight bytes of each. */
    static final class BriefServer extends UDPServer implements ForkingMixIn {
        @Override
        protected int maxPacketSize() {
            return 8;
        }

        @Override
        public void childExited(long pid, int status) {
            ProcessNotes.add("exit " + status);
        }
    }

    static final class UnixServer extends UnixDatagramServer implements ForkingMixIn {
        @Override
        public void childExited(long pid, int status) {
            ProcessNotes.add("exit " + status);
        }
    }

    /** Does what its datagram says. */
    static final class Obedient extends DatagramRequestHandler {
        @Override
        protected boolean replyWhenEmpty() {
            return false;
        }

        @Override
        protected void handle() throws Exception {
            String text = new String(packet(), UTF_8);
            ProcessNotes.add(text + " from " + clientAddress());
            switch (text) {
                case "too long" -> {
                    try {
                        socket().sendTo(new byte[70_000], BaseServer.opened(clientAddress()));
                    } catch (IOException e) {
                        wfile().write(String.valueOf(e.getMessage()).getBytes(UTF_8));
                    }
                }
                case "two" -> {
                    socket().sendTo("first".getBytes(UTF_8), BaseServer.opened(clientAddress()));
                    wfile().write("second".getBytes(UTF_8));
                }
                default -> wfile().write((text + (request().truncated() ? " and more" : "")).getBytes(UTF_8));
            }
        }
    }

    @Test
    void theAnswersComeFromTheServersOwnAddress() throws Exception {
        BriefServer server = new BriefServer();
        server.open(RunningServer.ANY_PORT, Obedient::new);
        InetSocketAddress address = (InetSocketAddress) server.serverAddress();
        try (ForkingRun<BriefServer> _ = new ForkingRun<>(server); RawDatagrams client = new RawDatagrams()) {
            client.send(address, "two");
            for (String expected : List.of("first", "second")) {
                RawDatagrams.Received answer = client.receive();
                assertEquals(expected, answer.text());
                assertEquals(address, answer.sender());
            }
            client.send(address, "123456789");
            assertEquals("12345678 and more", client.receive().text());
            client.send(address, "too long");
            assertEquals("Message too long", client.receive().text());
        }
        assertEquals(List.of("exit 0", "exit 0", "exit 0"), ProcessNotes.ofParent());
    }

    @Test
    void anAbstractNameIsAnsweredAndAClientWithoutANameIsNot() throws Exception {
        assumeTrue(Path.of("/proc/self").toFile().exists(), "only Linux has abstract names");
        UnixServer server = new UnixServer();
        server.open(UnixDomainSocketAddress.of(folder.resolve("server")), Obedient::new);
        SocketAddress address = AFUNIXSocketAddress.of(folder.resolve("server"));
        try (ForkingRun<UnixServer> _ = new ForkingRun<>(server);
                AFUNIXDatagramSocket named = AFUNIXDatagramSocket.newInstance();
                AFUNIXDatagramSocket unnamed = AFUNIXDatagramSocket.newInstance()) {
            named.bind(AFUNIXSocketAddress.inAbstractNamespace(folder + "/client"));
            named.setSoTimeout((int) ForkingRun.PATIENCE.toMillis());
            named.connect(address);
            unnamed.connect(address);
            unnamed.send(new DatagramPacket("mute".getBytes(UTF_8), 4));
            named.send(new DatagramPacket("hello".getBytes(UTF_8), 5));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            named.receive(answer);
            assertEquals("hello", new String(answer.getData(), 0, answer.getLength(), UTF_8));
            await().atMost(ForkingRun.PATIENCE)
                    .until(() -> ProcessNotes.ofParent().equals(List.of("exit 0", "exit 0")));
        }
        assertTrue(ProcessNotes.ofChildren().contains("mute from null"));
    }
}
