package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class SilentIpv6Test {

    @Test
    void brokenWaitsForTheSilentAddressAndFixedDoesNot() throws IOException {
        Machine.requireIpv6();
        try (TwoHosts hosts = new TwoHosts()) {
            SilentIpv6.dropIpv6(hosts);
            assertEquals("connected over IPv4, after more than 3 s", SilentIpv6.connected(hosts, SilentIpv6::inTurn));
            assertEquals("connected over IPv4, within 3 s", SilentIpv6.connected(hosts, SilentIpv6::overlapping));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothFailWhereNobodyAnswers(boolean overlapping) throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            List<InetSocketAddress> unused = List.of(new InetSocketAddress(TwoHosts.FAR, 1),
                    new InetSocketAddress(TwoHosts.FAR, 2));
            SilentIpv6.Connecting connecting = overlapping ? SilentIpv6::overlapping : SilentIpv6::inTurn;
            assertThrows(ConnectException.class, () -> connecting.connect(hosts.near(), unused));
        }
    }
}
