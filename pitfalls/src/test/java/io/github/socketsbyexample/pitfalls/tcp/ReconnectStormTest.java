package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class ReconnectStormTest {

    @Test
    void brokenTriesAllTheTime() throws IOException {
        int attempts = ReconnectStorm.attempts(ReconnectStorm::atOnce);
        assertTrue(attempts > ReconnectStorm.MANY, attempts + " attempts");
    }

    @Test
    void fixedTriesNowAndThen() throws IOException {
        int attempts = ReconnectStorm
                .attempts(attempt -> ReconnectStorm.afterAWhile(attempt, ReconnectStorm.LONGEST_OUTAGE));
        assertTrue(1 < attempts && attempts < ReconnectStorm.FEW, attempts + " attempts");
    }

    @Test
    void fixedGivesUp() {
        AtomicInteger attempts = new AtomicInteger();
        assertThrows(ConnectException.class, () -> ReconnectStorm.afterAWhile(() -> {
            attempts.incrementAndGet();
            throw new ConnectException("away for good");
        }, Duration.ofSeconds(1)));
        assertTrue(attempts.get() > 1, attempts + " attempts");
    }
}
