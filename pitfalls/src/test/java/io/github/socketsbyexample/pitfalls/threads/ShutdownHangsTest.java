package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class ShutdownHangsTest {

    @Test
    void brokenWaitsForAnIdleClient() throws IOException {
        assertEquals("still blocked", ShutdownHangs.outcome(ShutdownHangs::waitForHandlers, Duration.ofMillis(500)));
    }

    @Test
    void fixedStops() throws IOException {
        assertEquals("stopped", ShutdownHangs.outcome(ShutdownHangs::closeConnections, LoopbackConnection.DEADLINE));
    }
}
