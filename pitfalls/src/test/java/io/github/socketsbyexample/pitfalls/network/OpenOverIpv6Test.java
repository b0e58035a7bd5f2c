package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class OpenOverIpv6Test {

    private static final String REFUSED = "ConnectException: Connection refused";

    @Test
    void brokenIsOpenOverIpv6AndFixedIsNot() throws IOException {
        Machine.requireIpv6();
        try (TwoHosts hosts = new TwoHosts()) {
            OpenOverIpv6.refuseIpv4(hosts.far());
            assertEquals("over IPv4 " + REFUSED + ", over IPv6 connected",
                    OpenOverIpv6.reached(hosts, OpenOverIpv6::listenOnAllAddresses));
            assertEquals("over IPv4 " + REFUSED + ", over IPv6 " + REFUSED,
                    OpenOverIpv6.reached(hosts, OpenOverIpv6::listenOnOneAddress));
        }
    }
}
