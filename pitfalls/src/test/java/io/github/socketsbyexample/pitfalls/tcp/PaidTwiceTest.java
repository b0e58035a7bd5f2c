package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class PaidTwiceTest {

    @Test
    void brokenPaysForEachAttempt() throws IOException {
        assertEquals(2 * PaidTwice.AMOUNT, PaidTwice.answer(PaidTwice::pay));
    }

    @Test
    void fixedPaysForEachOrder() throws IOException {
        assertEquals(PaidTwice.AMOUNT, PaidTwice.answer(PaidTwice::payOnce));
        PaidTwice server = new PaidTwice();
        assertEquals(PaidTwice.AMOUNT, server.payOnce(1, PaidTwice.AMOUNT));
        assertEquals(2 * PaidTwice.AMOUNT, server.payOnce(2, PaidTwice.AMOUNT));
        assertEquals(PaidTwice.AMOUNT, server.payOnce(1, PaidTwice.AMOUNT));
    }
}
