package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class StolenPortTest {

    @Test
    void brokenFindsThePortTaken() throws IOException {
        assertTrue(StolenPort.outcome(StolenPort::findThenListen).startsWith("BindException: "));
    }

    @Test
    void fixedHasItsPort() throws IOException {
        assertEquals("listening", StolenPort.outcome(StolenPort::listenAndAsk));
    }
}
