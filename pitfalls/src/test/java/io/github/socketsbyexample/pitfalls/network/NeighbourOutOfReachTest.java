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

    /** The second half of such an address is made of the interface's own, with ff:fe in its middle. */
    @Test
    void anAddressMayHoldItsBeginningASecondTime() throws IOException {
        Machine.requireIpv6();
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.near().run("ip -6 address flush dev eth0 scope link to fe80::/64");
            hosts.near().run("ip -6 address add fe80::aa:ff:fe80:1/64 dev eth0 nodad");
            assertEquals("connected", NeighbourOutOfReach.connected(hosts, NeighbourOutOfReach::asItCame));
        }
    }
}
