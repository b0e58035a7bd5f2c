package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class HelloServerTest {

    private static final int IPV4_MAX = 65_507;
    private static final int AROUND = "Hello, !".length();

    private static RunningServer start(InetSocketAddress address) throws IOException {
        return new RunningServer(new HelloServer(address, DatagramSettings.DEFAULT, false));
    }

    @Test
    void aNameIsGreetedWithItsBytesUntouched() throws IOException {
        byte[] name = new byte[256];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) i;
        }
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            client.send(server.address(), name);
            RawDatagrams.Received answer = client.receive();
            assertArrayEquals(Greeting.of(name), answer.bytes());
            assertEquals(server.address(), answer.sender());
        }
    }

    @Test
    void anEmptyDatagramIsAMessageAndNoEnd() throws IOException {
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            client.send(server.address());
            assertEquals("Hello, !", client.receive().text());
            client.send(server.address(), "Tracy");
            assertEquals("Hello, Tracy!", client.receive().text());
        }
    }

    @Test
    void theLongestGreetingThatADatagramHoldsArrivesWhole() throws IOException {
        byte[] name = new byte[IPV4_MAX - AROUND];
        Arrays.fill(name, (byte) 'x');
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            client.send(server.address(), name);
            assertArrayEquals(Greeting.of(name), client.receive().bytes());
        }
    }

    @Test
    void aNameWithoutRoomForItsGreetingIsNotAnsweredAndTheNextOneIs() throws IOException {
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            client.send(server.address(), new byte[IPV4_MAX]);
            client.send(server.address(), "Sarah");
            assertEquals("Hello, Sarah!", client.receive().text());
        }
    }

    @Test
    void aShortNameIsGreetedWithoutTheRestOfALongerOneBefore() throws IOException {
        try (RunningServer server = start(RunningServer.ANY_PORT);
                RawDatagrams first = new RawDatagrams();
                RawDatagrams second = new RawDatagrams()) {
            first.send(server.address(), "Methuselah, secretly");
            assertEquals("Hello, Methuselah, secretly!", first.receive().text());
            second.send(server.address(), "Al");
            assertEquals("Hello, Al!", second.receive().text());
        }
    }

    @Test
    void aClientThatIsGoneBeforeItsAnswerKeepsNobodyFromTheirs() throws IOException {
        HelloServer server = new HelloServer(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, false);
        InetSocketAddress address = (InetSocketAddress) server.localAddress();
        try (RawDatagrams gone = new RawDatagrams()) {
            gone.send(address, "Michael"); // waits in the server's buffer: nobody serves yet
        }
        try (RunningServer running = new RunningServer(server); RawDatagrams client = new RawDatagrams()) {
            client.send(running.address(), "Tracy");
            assertEquals("Hello, Tracy!", client.receive().text());
        }
    }

    @Test
    void everyDatagramOfABurstIsAnswered() throws IOException {
        int burst = 100; // fits the smallest receive buffers that systems have
        HelloServer server = new HelloServer(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, true);
        try (RawDatagrams client = new RawDatagrams()) {
            for (int i = 0; i < burst; i++) {
                client.send((InetSocketAddress) server.localAddress(), Integer.toString(i));
            }
            try (RunningServer running = new RunningServer(server)) {
                for (int i = 0; i < burst; i++) {
                    RawDatagrams.Received answer = client.receive();
                    assertEquals("Hello, " + i + "!", answer.text());
                    assertEquals(running.address(), answer.sender());
                }
            }
        }
    }

    @Test
    void ipv6IsServedWhereThereIsSome() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        Machine.requireIpv6();
        try (RunningServer server = start(new InetSocketAddress(loopback, 0));
                RawDatagrams client = new RawDatagrams(new InetSocketAddress(loopback, 0))) {
            client.send(server.address(), "Michael");
            assertEquals("Hello, Michael!", client.receive().text());
        }
    }

    @Test
    void aPortIsFreeAgainAtOnceWithoutReusingAddresses() throws IOException {
        InetSocketAddress address;
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            address = server.address();
            client.send(address, "Michael");
            client.receive();
        }
        start(address).close();
    }

    @Test
    void tcpAndUdpServersOnOnePortDoNotMeet() throws IOException {
        for (int attempt = 1;; attempt++) {
            try (GracefulServerSocket tcp = RunningServer.SETTINGS.listen(RunningServer.ANY_PORT);
                    RunningServer udp = start((InetSocketAddress) tcp.getLocalSocketAddress())) {
                theyDoNotMeet(tcp, udp);
                return;
            } catch (BindException e) {
                if (attempt == 10) { // another program's UDP socket may hold the number that TCP found free
                    throw e;
                }
            }
        }
    }

    private static void theyDoNotMeet(GracefulServerSocket tcp, RunningServer udp) throws IOException {
        try (RawPeer stream = udp.connect(); Socket accepted = tcp.accept(); RawDatagrams client = new RawDatagrams()) {
            stream.send("Michael");
            client.send(udp.address(), "Tracy");
            assertEquals("Hello, Tracy!", client.receive().text());
            accepted.setSoTimeout(20_000);
            assertArrayEquals("Michael".getBytes(UTF_8), accepted.getInputStream().readNBytes(7));
        }
    }
}
