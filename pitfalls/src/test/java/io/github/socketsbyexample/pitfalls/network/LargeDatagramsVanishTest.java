package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({OnHosts.class, NoLeaks.class})
class LargeDatagramsVanishTest {

    @Test
    void brokenNeverArrivesAndPiecesAndFragmentsDo() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowAbove(1_280);
            assertEquals(0, LargeDatagramsVanish.arriving(hosts, LargeDatagramsVanish::sendAtOnce));
            assertEquals(1_400, LargeDatagramsVanish.arriving(hosts, LargeDatagramsVanish::sendInPieces));
            assertEquals(1_400, LargeDatagramsVanish.arriving(hosts, LargeDatagramsVanish::sendInFragments));
        }
    }

    @Test
    void whereFragmentsAreLostOnlyPiecesArrive() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowAbove(1_280);
            hosts.far().run("""
                    nft add table ip own
                    nft add chain ip own input '{ type filter hook prerouting priority -450; }'
                    nft add rule ip own input ip frag-off '&' 0x3fff != 0 drop
                    """);
            assertEquals(0, LargeDatagramsVanish.arriving(hosts, LargeDatagramsVanish::sendInFragments));
            assertEquals(1_400, LargeDatagramsVanish.arriving(hosts, LargeDatagramsVanish::sendInPieces));
        }
    }
}
