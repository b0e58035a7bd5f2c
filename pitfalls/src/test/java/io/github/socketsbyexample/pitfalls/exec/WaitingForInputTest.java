package io.github.socketsbyexample.pitfalls.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class WaitingForInputTest {

    @Test
    void brokenWaitsForACommandThatWaitsForInput() throws IOException {
        assertEquals("still blocked",
                WaitingForInput.outcome(WaitingForInput::runWithOpenInput, WaitingForInput.PATIENCE));
    }

    @Test
    void fixedEndsWithTheCommand() throws IOException {
        assertEquals("exit code 0",
                WaitingForInput.outcome(WaitingForInput::runWithoutInput, LoopbackConnection.DEADLINE));
    }
}
