package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class AddressAlreadyInUseTest {

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "TIME_WAIT stops no listener there")
    void brokenCannotListenWhileOldConnectionsLinger() throws IOException {
        InetSocketAddress address = AddressAlreadyInUse.addressOfAStoppedServer();
        assertThrows(BindException.class, () -> AddressAlreadyInUse.listenWithoutReuse(address));
    }

    @Test
    void fixedListensAgainAtOnce() throws IOException {
        InetSocketAddress address = AddressAlreadyInUse.addressOfAStoppedServer();
        assertEquals("listening again", AddressAlreadyInUse.listenAgain(address));
    }

    @Test
    void fixedDoesNotLetTwoLiveListenersShareThePort() throws IOException {
        try (ServerSocket live = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) live.getLocalSocketAddress();
            assertThrows(BindException.class, () -> AddressAlreadyInUse.listenAgain(address));
        }
    }
}
