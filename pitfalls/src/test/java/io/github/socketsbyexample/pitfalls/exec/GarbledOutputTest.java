package io.github.socketsbyexample.pitfalls.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class GarbledOutputTest {

    @Test
    void brokenGarblesIt() throws IOException {
        assertEquals("\ufffd\ufffd", GarbledOutput.inJavasCharset(GarbledOutput.start()));
    }

    @Test
    void fixedReadsItAsItWasWritten() throws IOException {
        assertEquals("中", GarbledOutput.inItsOwnCharset(GarbledOutput.start(), GarbledOutput.SYSTEM_CHARSET));
    }
}
