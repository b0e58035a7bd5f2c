package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class HugePageTest {

    @Test
    void brokenTakesAllThatComes() throws IOException {
        assertEquals(HugePage.SENT_BYTES + " bytes", HugePage.outcome(HugePage.SENT_BYTES, HugePage::allOfIt));
    }

    @Test
    void fixedGivesUpAtTheLimit() throws IOException {
        assertEquals("IOException: body exceeds capacity: " + HugePage.MOST_BYTES,
                HugePage.outcome(HugePage.MOST_BYTES + 1, HugePage::someOfIt));
    }

    @Test
    void fixedTakesAPageUpToTheLimit() throws IOException {
        assertEquals(HugePage.MOST_BYTES + " bytes", HugePage.outcome(HugePage.MOST_BYTES, HugePage::someOfIt));
    }
}
