package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class HalfPageTest {

    @Test
    void brokenTakesHalfAPageForAWholeOne() throws IOException {
        try (LoopbackConnection connection = HalfPage.sent("half")) {
            assertEquals("half", HalfPage.toTheEndOfTheConnection(connection.client().getInputStream()));
        }
    }

    @Test
    void fixedReportsThatTheRestIsMissing() throws IOException {
        try (LoopbackConnection connection = HalfPage.sent("half")) {
            EOFException missing = assertThrows(EOFException.class,
                    () -> HalfPage.toTheEndOfTheBody(connection.client().getInputStream()));
            assertEquals("4 of 10 bytes", missing.getMessage());
        }
    }

    @Test
    void fixedReturnsAPageThatIsWhole() throws IOException {
        try (LoopbackConnection connection = HalfPage.sent("whole page")) {
            assertEquals("whole page", HalfPage.toTheEndOfTheBody(connection.client().getInputStream()));
        }
    }
}
