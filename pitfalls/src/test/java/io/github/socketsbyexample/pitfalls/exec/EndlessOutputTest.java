package io.github.socketsbyexample.pitfalls.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class EndlessOutputTest {

    @Test
    void brokenCollectsMoreThanAllowed() throws IOException {
        assertEquals("still collecting, more than " + EndlessOutput.MOST_BYTES + " bytes so far",
                EndlessOutput.outcome(EndlessOutput::collectAll, EndlessOutput.PATIENCE));
    }

    @Test
    void fixedGivesUpAtTheLimit() throws IOException {
        assertEquals("IOException: more than " + EndlessOutput.MOST_BYTES + " bytes of output",
                EndlessOutput.outcome(EndlessOutput::collectSome, LoopbackConnection.DEADLINE));
    }

    @Test
    void fixedTakesOutputUpToTheLimit() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        EndlessOutput.collectSome(new ByteArrayInputStream(new byte[EndlessOutput.MOST_BYTES]), output);
        assertEquals(EndlessOutput.MOST_BYTES, output.size());
    }
}
