package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class LargeMessagesVanishTest {

    @Test
    void brokenLosesLargeMessagesOnlyAndFixedNone() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowAbove(1_280);
            LargeMessagesVanish.leaveItToIcmp(hosts.near());
            assertEquals(LargeMessagesVanish.SMALL, LargeMessagesVanish.arriving(hosts, LargeMessagesVanish.SMALL));
            assertEquals(0, LargeMessagesVanish.arriving(hosts, LargeMessagesVanish.LARGE));
            LargeMessagesVanish.probe(hosts.near());
            assertEquals(LargeMessagesVanish.LARGE, LargeMessagesVanish.arriving(hosts, LargeMessagesVanish.LARGE));
        }
    }

    @Test
    void nothingVanishesWhereTheRouterMaySayWhatItCarries() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.router().run("ip link set far mtu 1280");
            LargeMessagesVanish.leaveItToIcmp(hosts.near());
            assertEquals(LargeMessagesVanish.LARGE, LargeMessagesVanish.arriving(hosts, LargeMessagesVanish.LARGE));
        }
    }
}
