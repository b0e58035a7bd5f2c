package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class BackOffTest {

    private final IOException failure = new IOException("Too many open files");

    private final Reports reports = new Reports();
    private final BackOff backOff = new BackOff(reports.log());

    @Test
    void doublesTheWaitUpToASecond() {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            millis.add(backOff.failed(failure).toMillis());
        }
        assertEquals(List.of(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L, 1000L), millis);
    }

    @Test
    void beginsAnewAfterASuccess() {
        backOff.failed(failure);
        backOff.failed(failure);
        backOff.succeeded();
        assertEquals(BackOff.SHORTEST, backOff.failed(failure));
    }

    @Test
    void reportsAnOutageOnceEvenIfAClientGetsThroughNowAndThen() {
        for (int i = 0; i < 100; i++) {
            backOff.failed(failure);
            if (i % 10 == 0) {
                backOff.succeeded();
            }
        }
        assertEquals(List.of("cannot accept a client: Too many open files; will try again and again"),
                reports.lines());
    }

    @Test
    void stopEndsTheWaitAndEveryLaterOne() {
        for (int i = 0; i < 10; i++) {
            backOff.failed(failure);
        }
        backOff.stop();
        for (int i = 0; i < 600; i++) {
            backOff.waitAfter(failure); // a second each if it waited, beyond every test's deadline
        }
    }
}
