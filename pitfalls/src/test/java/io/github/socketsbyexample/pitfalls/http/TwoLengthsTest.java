package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class TwoLengthsTest {

    @Test
    void brokenTakesTheLengthAndCutsTheChunks() throws IOException {
        assertEquals("\"5\r\nh\"", TwoLengths.fetched(TwoLengths::believe));
    }

    @Test
    void fixedRefusesTheAnswer() throws IOException {
        assertEquals("ProtocolException: both Content-Length and Transfer-Encoding",
                TwoLengths.fetched(TwoLengths::doubt));
    }
}
