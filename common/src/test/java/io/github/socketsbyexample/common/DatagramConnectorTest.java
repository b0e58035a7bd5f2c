package io.github.socketsbyexample.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DatagramConnectorTest {

    private static final int DEADLINE_MILLIS = 20_000;

    private static void assertReaches(String loopback, String any) throws IOException {
        try (RawDatagrams server = new RawDatagrams(new InetSocketAddress(InetAddress.ofLiteral(loopback), 0));
                DatagramSocket client = DatagramConnector
                        .connect(new InetSocketAddress(InetAddress.ofLiteral(any), server.address().getPort()))) {
            assertEquals(server.address(), client.getRemoteSocketAddress());
            client.setSoTimeout(DEADLINE_MILLIS);
            client.send(new DatagramPacket(new byte[1], 1));
            server.send(server.receive().sender(), "answer");
            DatagramPacket answer = new DatagramPacket(new byte[9], 9);
            client.receive(answer);
            assertEquals("answer", new String(answer.getData(), 0, answer.getLength(), UTF_8));
        }
    }

    @Test
    void anyAddressIsTheLoopbackOfItsFamily() throws IOException {
        assertReaches("127.0.0.1", "0.0.0.0");
    }

    @Test
    void anyAddressOfIpv6IsTheLoopbackOfItsFamilyToo() throws IOException {
        Machine.requireIpv6();
        assertReaches("::1", "::");
    }
}
