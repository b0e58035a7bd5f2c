package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.network.ToTheWrongNetwork.Announcing;

@ExtendWith({OnHosts.class, NoLeaks.class})
class ToTheWrongNetworkTest {

    @Test
    void brokenGoesWhereTheDefaultRouteLeadsAndFixedWhereItShall() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.router().run("ip route add default dev near");
            assertEquals("not heard", heard(hosts, ToTheWrongNetwork::toTheGroup));
            assertEquals("not heard", heard(hosts, ToTheWrongNetwork::toAll));
            assertEquals("heard", heard(hosts, ToTheWrongNetwork::toTheGroupThere));
            assertEquals("heard", heard(hosts, ToTheWrongNetwork::toAllThere));
        }
    }

    @Test
    void allAreHeardWhereTheDefaultRouteLeadsThere() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.router().run("ip route add default dev far");
            assertEquals("heard", heard(hosts, ToTheWrongNetwork::toTheGroup));
            assertEquals("heard", heard(hosts, ToTheWrongNetwork::toAll));
        }
    }

    private static String heard(TwoHosts hosts, Announcing announcing) throws IOException {
        return ToTheWrongNetwork.heard(hosts, announcing, "heard", "not heard");
    }
}
