package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class BroadcastDeniedTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "loopback has a broadcast address there")
    void brokenMayNotSendToEverybody() throws IOException {
        assertEquals("BindException: Permission denied", BroadcastDenied.outcome(BroadcastDenied::open));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "loopback has a broadcast address there")
    void fixedReachesWhoeverListensToIt() throws IOException {
        assertEquals("\"hello\" received", BroadcastDenied.outcome(BroadcastDenied::openForBroadcast));
    }

    @Test
    void aDatagramSocketMayByItself() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(); DatagramChannel channel = BroadcastDenied.open()) {
            assertTrue(socket.getBroadcast());
            assertFalse(channel.getOption(StandardSocketOptions.SO_BROADCAST));
        }
    }
}
