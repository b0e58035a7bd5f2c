package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class StopFromWithinTest {

    @Test
    void brokenWaitsForItself() throws IOException {
        assertEquals("still blocked", StopFromWithin.outcome(StopFromWithin::stopAndWait, Duration.ofMillis(500)));
    }

    @Test
    void fixedStops() throws IOException {
        assertEquals("stopped", StopFromWithin.outcome(StopFromWithin::askToStop, LoopbackConnection.DEADLINE));
    }
}
