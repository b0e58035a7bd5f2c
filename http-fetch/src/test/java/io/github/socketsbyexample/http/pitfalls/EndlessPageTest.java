package io.github.socketsbyexample.http.pitfalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.LoopbackConnection;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith({AskingForCloseNotify.class, NoLeaks.class})
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
