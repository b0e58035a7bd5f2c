package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EndlessConnectTest {

    private static final Duration A_WHILE = Duration.ofMillis(500);

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Windows refuses clients when the backlog is full")
    void brokenIsStillAtItLongAfter() throws IOException {
        BlockingCall connecting;
        try (FullListener listener = new FullListener()) {
            connecting = BlockingCall.at(() -> EndlessConnect.connectSometime(listener.host(), listener.port()));
            assertEquals("still blocked", connecting.outcome(A_WHILE));
        }
        assertEquals("ConnectException: Connection refused", connecting.outcome(LoopbackConnection.DEADLINE));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Windows refuses clients when the backlog is full")
    void fixedGivesUpInTime() throws IOException {
        try (FullListener listener = new FullListener()) {
            assertThrows(SocketTimeoutException.class,
                    () -> EndlessConnect.connectInTime(listener.host(), listener.port()));
        }
    }

    @Test
    void fixedConnectsToAServerThatHasRoom() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String host = listener.getInetAddress().getHostAddress();
            assertEquals("connected to " + listener.getLocalSocketAddress().toString().replaceFirst("^[^/]*", ""),
                    EndlessConnect.connectInTime(host, listener.getLocalPort()));
        }
    }
}
