package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketTimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith({OnHosts.class, NoLeaks.class})
class WritesAfterTheCutTest {

    @Test
    void brokenWritesAllOfItThoughNothingArrivesAndFixedIsToldInTime() throws IOException {
        try (TwoHosts hosts = new TwoHosts();
                DistantConnection first = DistantConnection.open(hosts);
                DistantConnection second = DistantConnection.open(hosts)) {
            hosts.pullCable();
            assertEquals(WritesAfterTheCut.LINES, WritesAfterTheCut.writeAll(first.client()));
            assertThrows(SocketTimeoutException.class,
                    () -> WritesAfterTheCut.writeAndAwaitEach(second.client(), WritesAfterTheCut.TIMEOUT_MILLIS));
            assertEquals(0, first.server().getInputStream().available());
        }
    }

    @Test
    void fixedCountsWhatIsAnswered() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection connection = DistantConnection.open(hosts)) {
            BlockingCall sending = BlockingCall.at(() -> WritesAfterTheCut.writeAndAwaitEach(connection.client(),
                    (int) LoopbackConnection.DEADLINE.toMillis()));
            for (int i = 0; i < WritesAfterTheCut.LINES; i++) {
                while (connection.server().getInputStream().read() != '\n') {
                    // the rest of the line
                }
                connection.server().getOutputStream().write('!');
            }
            assertEquals(Integer.toString(WritesAfterTheCut.LINES), sending.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
