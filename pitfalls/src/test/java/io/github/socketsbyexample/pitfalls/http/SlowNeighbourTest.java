package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class SlowNeighbourTest {

    @Test
    void brokenLetsTheFastPageWait() throws IOException {
        assertEquals("still blocked", SlowNeighbour.fast(SlowNeighbour::startAsItIs, SlowNeighbour.PATIENCE));
    }

    @Test
    void fixedAnswersBothAtOnce() throws IOException {
        assertEquals("204", SlowNeighbour.fast(SlowNeighbour::startWithThreads, LoopbackConnection.DEADLINE));
    }
}
