package io.github.socketsbyexample.pitfalls.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class EndlessCommandTest {

    @Test
    void brokenWaitsAsLongAsTheCommandRuns() throws IOException {
        assertEquals("still blocked", EndlessCommand.outcome(EndlessCommand::waitForTheEnd, EndlessCommand.PATIENCE));
    }

    @Test
    void fixedGivesUpAndKillsTheCommand() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThrows(IOException.class, () -> EndlessCommand.waitForAWhile(process));
            assertTrue(process.waitFor(LoopbackConnection.DEADLINE), "the command goes on");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void fixedReturnsTheExitCodeOfACommandThatEndsInTime() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "exit 3").start();
        assertTrue(process.waitFor(LoopbackConnection.DEADLINE));
        assertEquals(3, EndlessCommand.waitForAWhile(process));
    }
}
