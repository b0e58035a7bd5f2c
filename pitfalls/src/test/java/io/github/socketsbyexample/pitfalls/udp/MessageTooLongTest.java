package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

@ExtendWith(NoLeaks.class)
class MessageTooLongTest {

    @Test
    void brokenIsRefusedByTheSystem() {
        assertThrows(SocketException.class, () -> MessageTooLong.received(MessageTooLong::sendAtOnce));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others set other limits below this one")
    void theLongestDatagramHas65507Bytes() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            assertEquals(1, MessageTooLong.sendAtOnce(sockets, new byte[65_507]));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            sockets.receiver().receive(packet);
            assertEquals(65_507, packet.getLength());
            assertThrows(SocketException.class, () -> MessageTooLong.sendAtOnce(sockets, new byte[65_508]));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others set other limits below this one")
    void theLongestDatagramOverIpv6Has65527Bytes() throws IOException {
        Machine.requireIpv6();
        InetAddress loopback = InetAddress.ofLiteral("::1");
        try (DatagramSocket sender = new DatagramSocket(0, loopback);
                DatagramSocket receiver = new DatagramSocket(0, loopback)) {
            receiver.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            sender.send(new DatagramPacket(new byte[65_527], 65_527, receiver.getLocalSocketAddress()));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            receiver.receive(packet);
            assertEquals(65_527, packet.getLength());
            assertThrows(SocketException.class, () -> sender
                    .send(new DatagramPacket(new byte[65_528], 65_528, receiver.getLocalSocketAddress())));
        }
    }

    @Test
    void fixedSendsAllOfItInPieces() throws IOException {
        assertEquals("70000 bytes received, in 59 datagrams",
                MessageTooLong.received(MessageTooLong::sendInPieces));
    }
}
