package io.github.socketsbyexample.pitfalls.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class FullPipeTest {

    @Test
    void brokenWaitsForACommandThatWaitsForItsReader() throws IOException {
        assertEquals("still blocked", FullPipe.outcome(FullPipe::waitThenRead, Duration.ofSeconds(1)));
    }

    @Test
    void fixedGetsTheOutputAndTheEnd() throws IOException {
        assertEquals("exit code 0 after " + FullPipe.BYTES + " bytes",
                FullPipe.outcome(FullPipe::readThenWait, LoopbackConnection.DEADLINE));
    }
}
