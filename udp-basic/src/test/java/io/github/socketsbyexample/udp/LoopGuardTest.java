package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.Server;

/** The rule by addresses and bytes, then both servers with it; {@code DatagramsIT} lets them talk to each other. */
@ExtendWith(NoLeaks.class)
class LoopGuardTest {

    /** Opens a server. */
    interface Kind {
        Server open(InetSocketAddress address) throws IOException;
    }

    static final List<Kind> SERVERS = List.of(
            address -> new HelloServer(address, DatagramSettings.DEFAULT, true),
            address -> new AddressServer(address, DatagramSettings.DEFAULT));

    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
    private static final int HIGHEST_SYSTEM_PORT = 1023;
    private static final int LOWEST_FREE_SYSTEM_PORT = 600; // those below have names

    @ParameterizedTest
    @CsvSource({
            "192.0.2.7, 0, true",
            "192.0.2.7, 7, true",
            "192.0.2.7, 1023, true",
            "192.0.2.7, 1024, false",
            "127.0.0.1, 9999, true",
            "192.0.2.7, 9999, true",
            "::1, 9999, true",
            "127.0.0.1, 9998, false",
            "192.0.2.7, 65535, false"
    })
    void noAnswerGoesToAPortWhereServersAre(String host, int port, boolean refused) {
        InetSocketAddress sender = new InetSocketAddress(InetAddress.ofLiteral(host), port);
        for (InetAddress own : List.of(ANY, InetAddress.getLoopbackAddress())) {
            assertEquals(refused, LoopGuard.refuses(sender, new InetSocketAddress(own, 9999), new byte[1]));
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', value = {
            "Hello ('127.0.0.1', true",
            "Hello ('::1', true",
            "Hello (', true",
            "Hello (, false",
            "|Hello, Hello ('|, false",
            "|Hello, world|, false",
            "|Hello, Michael!|, false",
            "||, false"
    })
    void noAnswerGoesToAnAnswer(String text, boolean refused) {
        InetSocketAddress sender = new InetSocketAddress(InetAddress.getLoopbackAddress(), 37548);
        assertEquals(refused, LoopGuard.refuses(sender, new InetSocketAddress(ANY, 9999), text.getBytes(UTF_8)));
    }

    @Test
    void anAnswerOfAddressServerIsToldByItsBeginning() {
        InetSocketAddress sender = new InetSocketAddress(InetAddress.getLoopbackAddress(), 37548);
        byte[] answer = ("Hello " + PythonAddress.repr(sender)).getBytes(UTF_8);
        assertTrue(LoopGuard.refuses(sender, new InetSocketAddress(ANY, 9999), answer));
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void aSenderWithTheServersOwnPortGetsNoAnswerAndTheNextClientDoes(Kind kind) throws IOException {
        try (RunningServer server = new RunningServer(kind.open(RunningServer.ANY_PORT));
                RawDatagrams twin = onAnotherLoopbackAddress(server.address().getPort())) {
            assertNotAnswered(twin, server, "x");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void aSystemServersPortGetsNoAnswer(Kind kind) throws IOException {
        try (RunningServer server = new RunningServer(kind.open(RunningServer.ANY_PORT));
                RawDatagrams chargen = onASystemPort()) {
            assertNotAnswered(chargen, server, "!\"#$%&'()*+,-./0123456789");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void anAnswerGetsNoAnswer(Kind kind) throws IOException {
        try (RunningServer server = new RunningServer(kind.open(RunningServer.ANY_PORT));
                RawDatagrams other = new RawDatagrams()) {
            assertNotAnswered(other, server, "Hello ('127.0.0.1', 50007)");
        }
    }

    /** Datagrams are answered in turn: once a later one is, an answer to the first would have come. */
    private static void assertNotAnswered(RawDatagrams sender, RunningServer server, String text) throws IOException {
        try (RawDatagrams client = new RawDatagrams()) {
            sender.send(server.address(), text);
            client.send(server.address(), "Tracy");
            client.receive();
        }
        sender.socket().setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, sender::receive);
    }

    private static RawDatagrams onAnotherLoopbackAddress(int port) throws IOException {
        try {
            return new RawDatagrams(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port));
        } catch (BindException e) {
            Machine.require("127.0.0.2", false, "127.0.0.2 is no address here, or its port is taken");
            throw e;
        }
    }

    private static RawDatagrams onASystemPort() throws IOException {
        for (int port = HIGHEST_SYSTEM_PORT; port >= LOWEST_FREE_SYSTEM_PORT; port--) {
            try {
                return new RawDatagrams(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                // Taken, or not for this user.
            }
        }
        Machine.require("system ports", false, "this user may not send from ports below 1024");
        throw new IOException("no port below 1024 is free");
    }
}
