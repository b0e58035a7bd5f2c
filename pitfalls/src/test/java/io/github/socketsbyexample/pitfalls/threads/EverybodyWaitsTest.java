package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EverybodyWaitsTest {

    @Test
    void brokenLetsTheSecondClientWait() throws IOException {
        assertEquals("SocketTimeoutException: Read timed out",
                EverybodyWaits.whatTheSecondClientSees(EverybodyWaits::serveInTurn, EverybodyWaits.PATIENCE));
    }

    @Test
    void fixedServesBoth() throws IOException {
        assertEquals("\"hello\"",
                EverybodyWaits.whatTheSecondClientSees(EverybodyWaits::serveAtOnce, LoopbackConnection.DEADLINE));
    }
}
