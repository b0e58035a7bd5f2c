package io.github.socketsbyexample.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

/** What the programs of this module are built around: how UDP and the JDK's sockets behave, bare. */
@ExtendWith(NoLeaks.class)
class DatagramFactsTest {

    @Test
    void aBufferThatIsTooSmallCutsADatagramWithoutAWord() throws IOException {
        try (RawDatagrams receiver = new RawDatagrams(); RawDatagrams sender = new RawDatagrams()) {
            sender.send(receiver.address(), "0123456789");
            sender.send(receiver.address(), "next");
            DatagramPacket small = new DatagramPacket(new byte[4], 4);
            receiver.socket().receive(small);
            assertEquals(4, small.getLength());
            assertEquals("next", receiver.receive().text()); // the rest of the first is gone
        }
    }

    @Test
    void aReusedBufferStillHoldsTheEarlierDatagramBehindAShorterOne() throws IOException {
        try (RawDatagrams receiver = new RawDatagrams(); RawDatagrams sender = new RawDatagrams()) {
            DatagramPacket packet = new DatagramPacket(new byte[6], 6);
            sender.send(receiver.address(), "secret");
            receiver.socket().receive(packet);
            sender.send(receiver.address(), "hi");
            receiver.socket().receive(packet);
            assertEquals(2, packet.getLength());
            assertArrayEquals(new byte[]{'h', 'i', 'c', 'r', 'e', 't'}, packet.getData());
        }
    }

    @Test
    void datagramsThatFindNoRoomAreLostWithoutAnError() throws IOException {
        int sent = 1000;
        try (RawDatagrams receiver = new RawDatagrams(); RawDatagrams sender = new RawDatagrams()) {
            receiver.socket().setReceiveBufferSize(4096);
            for (int i = 0; i < sent; i++) {
                sender.send(receiver.address(), new byte[64]);
            }
            receiver.socket().setSoTimeout(1);
            int[] received = {0};
            assertThrows(SocketTimeoutException.class, () -> {
                while (true) {
                    receiver.receive();
                    received[0]++;
                }
            });
            assertTrue(0 < received[0] && received[0] < sent, received[0] + " of " + sent);
        }
    }

    @Test
    void aDatagramOverTheMaximumIsNotSent() throws IOException {
        try (RawDatagrams receiver = new RawDatagrams(); RawDatagrams sender = new RawDatagrams()) {
            assertThrows(SocketException.class, () -> sender.send(receiver.address(), new byte[65_508]));
            sender.send(receiver.address(), new byte[65_507]);
            assertEquals(65_507, receiver.receive().bytes().length);
        }
    }

    @Test
    void anEmptyDatagramLeavesAnUnconnectedSocketOnly() throws IOException {
        try (RawDatagrams receiver = new RawDatagrams(); DatagramSocket sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(new byte[0], 0, receiver.address()));
            assertEquals("", receiver.receive().text());
            sender.connect(receiver.address());
            sender.send(new DatagramPacket(new byte[0], 0)); // no exception, no datagram
            sender.send(new DatagramPacket(new byte[]{'x'}, 1));
            assertEquals("x", receiver.receive().text());
        }
    }
}
