package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class ReachedFromHereOnlyTest {

    @Test
    void brokenIsReachedFromItsHostAloneAndFixedFromBoth() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            assertEquals("from here connected, from there ConnectException: Connection refused",
                    ReachedFromHereOnly.reached(hosts, ReachedFromHereOnly::listenOnLoopback));
            assertEquals("from here connected, from there connected",
                    ReachedFromHereOnly.reached(hosts, ReachedFromHereOnly::listenOnTheNetwork));
        }
    }

    @Test
    void oneWithoutAnAddressIsReachedFromBoth() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            assertEquals("from here connected, from there connected",
                    ReachedFromHereOnly.reached(hosts, () -> new ServerSocket(0)));
        }
    }
}
