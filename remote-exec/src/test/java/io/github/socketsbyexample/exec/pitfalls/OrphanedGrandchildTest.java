package io.github.socketsbyexample.exec.pitfalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class OrphanedGrandchildTest {

    @Test
    void brokenLeavesTheProgramAliveAndItsReaderWaiting() throws IOException {
        assertEquals("still blocked", OrphanedGrandchild.after(OrphanedGrandchild::killShell));
    }

    @Test
    void fixedLeavesNothing() throws IOException {
        assertEquals("has come to its end", OrphanedGrandchild.after(OrphanedGrandchild::killTree));
    }
}
