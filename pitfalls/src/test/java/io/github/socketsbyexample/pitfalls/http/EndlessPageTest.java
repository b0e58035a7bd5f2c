package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class EndlessPageTest {

    @Test
    @EnabledForJreRange(max = JRE.JAVA_25, disabledReason = "the timeout covers the body from JDK 26 on")
    void brokenIsStillAtItLongAfterTheTimeout() throws IOException {
        assertEquals("still blocked", EndlessPage.outcome(EndlessPage::withTimeout, EndlessPage.PATIENCE));
    }

    @Test
    void fixedGivesUpInTime() throws IOException {
        assertEquals("TimeoutException", EndlessPage.outcome(EndlessPage::withDeadline, LoopbackConnection.DEADLINE));
    }
}
