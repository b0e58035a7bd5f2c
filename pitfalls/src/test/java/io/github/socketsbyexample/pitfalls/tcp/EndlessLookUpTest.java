package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.OwnJvm;

@ExtendWith(NoLeaks.class)
class EndlessLookUpTest {

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no named pipe can stand for a name server there")
    void brokenWaitsForTheNameAndFixedDoesNot(@TempDir Path folder) throws Exception {
        assertEquals(List.of("broken: still blocked", "fixed:  SocketTimeoutException: Look-up timed out"),
                OwnJvm.printed(EndlessLookUp.class, folder).subList(1, 3));
    }
}
