package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;

/** Document 001 on what TCP promises, where only a network that does its worst can show that it keeps it. */
@ExtendWith({OnHosts.class, NoLeaks.class})
class Document001NetworkTest {

    private static final byte[] TEN_MEBIBYTES = new byte[10 << 20];
    private static final int MORE_THAN_ALL_BUFFERS = 32 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(50);

    static {
        new Random(42).nextBytes(TEN_MEBIBYTES);
    }

    @Test
    void whatIsLostIsSentAgainAndAllArrivesInOrder() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection connection = DistantConnection.open(hosts)) {
            hosts.lose(20);
            BlockingCall writing = BlockingCall.at(() -> {
                connection.client().getOutputStream().write(TEN_MEBIBYTES);
                connection.client().shutdownOutput();
                return "written";
            });
            assertArrayEquals(TEN_MEBIBYTES, connection.server().getInputStream().readAllBytes());
            assertEquals("written", writing.outcome(DEADLINE));
            long again = sentAgain(hosts.near());
            System.out.println("10 MiB through a loss of one packet in 20: " + again + " segments sent again");
            assertTrue(again > 0, "nothing was lost");
        }
    }

    /** What the kernel counts in all of a host's connections (RFC 4022, tcpRetransSegs). */
    private static long sentAgain(Host host) throws IOException {
        String[] lines = host.run("grep ^Tcp: /proc/net/snmp").split("\n", -1);
        String[] names = lines[0].split(" ", -1);
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals("RetransSegs")) {
                return Long.parseLong(lines[1].split(" ", -1)[i]);
            }
        }
        throw new IOException("no RetransSegs in " + lines[0]);
    }

    @Test
    void whatArrivesTwiceIsReadOnce() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.duplicate();
            try (DistantConnection connection = DistantConnection.open(hosts)) {
                BlockingCall writing = BlockingCall.at(() -> {
                    connection.client().getOutputStream().write(TEN_MEBIBYTES);
                    connection.client().shutdownOutput();
                    return "written";
                });
                assertArrayEquals(TEN_MEBIBYTES, connection.server().getInputStream().readAllBytes());
                assertEquals("written", writing.outcome(DEADLINE));
            }
        }
    }

    @Test
    void aSenderThatTheReceiverHasStoppedGoesOnAlthoughTheWordToGoOnWasLost() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection connection = DistantConnection.open(hosts)) {
            BlockingCall writing = BlockingCall.at(() -> {
                connection.client().getOutputStream().write(new byte[MORE_THAN_ALL_BUFFERS]);
                return "written";
            });
            assertEquals("still blocked", writing.outcome(Duration.ofMillis(500))); // all buffers are full
            hosts.pullCable(); // and the receiver's word that there is room again goes nowhere
            InputStream in = connection.server().getInputStream();
            long read = in.skip(in.available());
            hosts.plugCable();
            in.skipNBytes(MORE_THAN_ALL_BUFFERS - read);
            assertEquals("written", writing.outcome(DEADLINE));
        }
    }
}
