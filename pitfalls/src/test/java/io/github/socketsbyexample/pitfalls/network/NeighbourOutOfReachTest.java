package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class NeighbourOutOfReachTest {

    @Test
    void brokenHasLostTheInterfaceAndFixedHasIt() throws IOException {
        Machine.requireIpv6();
        try (TwoHosts hosts = new TwoHosts()) {
            assertThrows(SocketException.class,
                    () -> NeighbourOutOfReach.connected(hosts, NeighbourOutOfReach::rebuilt));
            assertEquals("connected", NeighbourOutOfReach.connected(hosts, NeighbourOutOfReach::asItCame));
        }
    }
}
