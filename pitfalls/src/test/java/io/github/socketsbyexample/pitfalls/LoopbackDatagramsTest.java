package io.github.socketsbyexample.pitfalls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class LoopbackDatagramsTest {

    @Test
    void theReceiverGetsWhatTheSenderSends() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.send((byte) 1, (byte) 2);
            DatagramPacket packet = new DatagramPacket(new byte[8], 8);
            sockets.receiver().receive(packet);
            assertArrayEquals(new byte[]{1, 2}, Arrays.copyOf(packet.getData(), packet.getLength()));
            assertEquals(sockets.sender().getLocalSocketAddress(), packet.getSocketAddress());
        }
    }

    @Test
    void noReceiveWaitsForEver() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            assertEquals(LoopbackConnection.DEADLINE.toMillis(), sockets.receiver().getSoTimeout());
            assertEquals(LoopbackConnection.DEADLINE.toMillis(), sockets.sender().getSoTimeout());
        }
    }
}
