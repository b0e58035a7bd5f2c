package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class ConnectionsTimeOutTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others count otherwise, and Windows refuses")
    void brokenLeavesClientsWaiting() throws IOException {
        try (ServerSocket listener = ConnectionsTimeOut.listenForOne()) {
            assertEquals("2 connected, 8 SocketTimeoutException: Connect timed out",
                    ConnectionsTimeOut.whatClientsSee(listener));
        }
    }

    @Test
    void fixedHasRoomForAll() throws IOException {
        try (ServerSocket listener = ConnectionsTimeOut.listenForMany()) {
            assertEquals(ConnectionsTimeOut.CLIENTS + " connected", ConnectionsTimeOut.whatClientsSee(listener));
        }
    }
}
