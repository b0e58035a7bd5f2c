package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class BlockedClientGetsInTest {

    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.1");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void brokenDoesNotKnowTheClient(String client) {
        assertFalse(BlockedClientGetsIn.isWritten(InetAddress.ofLiteral(client), BlockedClientGetsIn.BLOCKED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void fixedKnowsTheClient(String client) {
        assertTrue(BlockedClientGetsIn.isMeant(InetAddress.ofLiteral(client), BlockedClientGetsIn.BLOCKED));
        assertFalse(BlockedClientGetsIn.isMeant(STRANGER, BlockedClientGetsIn.BLOCKED));
    }

    @Test
    void fixedDoesNotTakeANonsensicalList() {
        assertThrows(IllegalArgumentException.class,
                () -> BlockedClientGetsIn.isMeant(STRANGER, List.of("::ffff:127.0.0.1.1")));
    }

    @Test
    void anIpv4ClientOfAServerForBothIsAnIpv4AddressInJava() throws IOException {
        Machine.requireIpv6();
        try (ServerSocket both = new ServerSocket(0, 1);
                Socket ipv6 = connected("::1", both);
                Socket first = both.accept();
                Socket ipv4 = connected("127.0.0.1", both);
                Socket second = both.accept()) {
            assertEquals("0:0:0:0:0:0:0:1", first.getInetAddress().getHostAddress());
            assertEquals("127.0.0.1", second.getInetAddress().getHostAddress());
            assertInstanceOf(Inet4Address.class, second.getInetAddress());
            assertTrue(ipv6.isConnected() && ipv4.isConnected());
        }
    }

    private static Socket connected(String host, ServerSocket server) throws IOException {
        return new Socket(InetAddress.ofLiteral(host), server.getLocalPort());
    }
}
