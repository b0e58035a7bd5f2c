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
class OrphanedGrandchildTest {

    @Test
    void brokenLetsTheProgramGoOn() throws IOException {
        assertEquals("goes on",
                OrphanedGrandchild.after(OrphanedGrandchild::killShell, OrphanedGrandchild.PATIENCE));
    }

    @Test
    void fixedEndsTheProgramToo() throws IOException {
        assertEquals("has ended",
                OrphanedGrandchild.after(OrphanedGrandchild::killTree, LoopbackConnection.DEADLINE));
    }
}
