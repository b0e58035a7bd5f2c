package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class NobodyThereTest {

    @Test
    void brokenWaitsInVain() throws IOException {
        try (DatagramSocket holder = NobodyThere.deaf()) {
            assertThrows(SocketTimeoutException.class, () -> NobodyThere.ask(holder.getLocalSocketAddress()));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "loopback answers there as it likes")
    void fixedIsToldThatNobodyListens() throws IOException {
        try (DatagramSocket holder = NobodyThere.deaf()) {
            assertThrows(PortUnreachableException.class,
                    () -> NobodyThere.askConnected(holder.getLocalSocketAddress()));
        }
    }
}
