package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith({OnHosts.class, NoLeaks.class})
class CutCableTest {

    @Test
    void brokenStillWaitsWhenFixedHasLongBeenToldByKeepAlive() throws IOException {
        try (TwoHosts hosts = new TwoHosts();
                DistantConnection waiting = DistantConnection.open(hosts);
                DistantConnection probed = DistantConnection.open(hosts)) {
            hosts.pullCable();
            BlockingCall broken = BlockingCall.at(() -> CutCable.readSometime(waiting.client()));
            BlockingCall fixed = BlockingCall.at(() -> CutCable.readWhileThePeerIsThere(probed.client()));
            assertEquals("SocketException: Connection timed out", fixed.outcome(LoopbackConnection.DEADLINE));
            assertEquals("still blocked", broken.outcome(Duration.ZERO));
        }
    }

    @Test
    void fixedGoesOnWaitingWhileThePeerIsThereAndSilent() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection silent = DistantConnection.open(hosts)) {
            BlockingCall fixed = BlockingCall.at(() -> CutCable.readWhileThePeerIsThere(silent.client()));
            assertEquals("still blocked", fixed.outcome(CutCable.PATIENCE));
            silent.server().getOutputStream().write('a');
            assertEquals("97", fixed.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void aLimitForTheWaitEndsItToo() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection connection = DistantConnection.open(hosts)) {
            hosts.pullCable();
            assertThrows(SocketTimeoutException.class, () -> CutCable.readInTime(connection.client()));
        }
    }
}
