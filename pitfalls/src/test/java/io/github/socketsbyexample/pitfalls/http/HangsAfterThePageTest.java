package io.github.socketsbyexample.pitfalls.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class HangsAfterThePageTest {

    @Test
    void brokenIsStillAtItWhenAllOfThePageHasCome() throws IOException {
        assertEquals("still blocked", HangsAfterThePage.outcome(HangsAfterThePage::toTheEndOfTheConnection,
                HangsAfterThePage.PATIENCE));
    }

    @Test
    void fixedEndsWithThePageAndCanAskAgainOnTheSameConnection() throws IOException {
        try (OnePage page = OnePage.open()) {
            byte[] first = HangsAfterThePage.toTheEndOfThePage(page.client());
            assertEquals("page", new String(first, US_ASCII));
            assertArrayEquals(first, HangsAfterThePage.toTheEndOfThePage(page.client()));
        }
    }

    @Test
    void fixedAsksTheServerToCloseAsWell() throws IOException {
        assertEquals("\"page\"",
                HangsAfterThePage.outcome(HangsAfterThePage::toTheEndAskedFor, LoopbackConnection.DEADLINE));
    }
}
