package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class SixteenMillionTest {

    @Test
    void brokenReadsTheBytesBackwards() throws IOException {
        assertEquals(16_777_216, SixteenMillion.networkOrder(new ByteArrayInputStream(new byte[]{1, 0, 0, 0})));
    }

    @Test
    void brokenReadsPalindromesRightWhichIsWhyZeroHidesIt() throws IOException {
        assertEquals(0, SixteenMillion.networkOrder(new ByteArrayInputStream(new byte[4])));
        assertEquals(-1, SixteenMillion.networkOrder(new ByteArrayInputStream(new byte[]{-1, -1, -1, -1})));
    }

    @Test
    void fixedReadsWhatWasSent() throws IOException {
        assertEquals(1, SixteenMillion.agreedOrder(new ByteArrayInputStream(new byte[]{1, 0, 0, 0})));
        assertEquals(0x04030201, SixteenMillion.agreedOrder(new ByteArrayInputStream(new byte[]{1, 2, 3, 4})));
    }
}
