package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class PartialWriteTest {

    @Test
    void brokenLosesTheRest() throws IOException {
        assertEquals("less than " + PartialWrite.BYTES + " bytes arrived",
                PartialWrite.arrived(PartialWrite::writeOnce));
    }

    @Test
    void fixedSendsAllOfIt() throws IOException {
        assertEquals(PartialWrite.BYTES + " bytes arrived", PartialWrite.arrived(PartialWrite::writeAll));
    }
}
