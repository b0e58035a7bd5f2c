package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class OrderedTwiceTest {

    @Test
    void brokenCarriesOutWhatComesAndFixedWhatWasOrdered() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.duplicate();
            assertEquals(2 * OrderedTwice.ORDERS, OrderedTwice.carriedOut(hosts, OrderedTwice::carryOutAll));
            assertEquals(OrderedTwice.ORDERS, OrderedTwice.carriedOut(hosts, OrderedTwice::carryOutNew));
        }
    }

    @Test
    void onAnHonestWayBothDoTheSame() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            assertEquals(OrderedTwice.ORDERS, OrderedTwice.carriedOut(hosts, OrderedTwice::carryOutAll));
            assertEquals(OrderedTwice.ORDERS, OrderedTwice.carriedOut(hosts, OrderedTwice::carryOutNew));
        }
    }
}
