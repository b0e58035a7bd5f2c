package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class SpinningAcceptTest {

    @Test
    void brokenTriesAgainAtOnce() throws IOException {
        int attempts = SpinningAccept.attempts(SpinningAccept::retryAtOnce);
        assertTrue(attempts > SpinningAccept.MANY, attempts + " attempts");
    }

    @Test
    void fixedTriesAgainLater() throws IOException {
        int attempts = SpinningAccept.attempts(SpinningAccept::retryLater);
        assertTrue(0 < attempts && attempts < SpinningAccept.FEW, attempts + " attempts");
    }
}
