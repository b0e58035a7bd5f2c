package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
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
        SocketAddress nobody = NobodyThere.portWithoutReceiver();
        assertThrows(SocketTimeoutException.class, () -> NobodyThere.ask(nobody));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "loopback answers there as it likes")
    void fixedIsToldThatNobodyListens() throws IOException {
        SocketAddress nobody = NobodyThere.portWithoutReceiver();
        assertThrows(PortUnreachableException.class, () -> NobodyThere.askConnected(nobody));
    }
}
