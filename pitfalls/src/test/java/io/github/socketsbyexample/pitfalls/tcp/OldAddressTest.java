package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.OwnJvm;

@ExtendWith(NoLeaks.class)
class OldAddressTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "127.0.0.2 is an address of its own there")
    void brokenGoesToTheOldAddressAndFixedToTheNew(@TempDir Path folder) throws Exception {
        assertEquals(List.of("broken: ConnectException: Connection refused", "fixed:  connected to 127.0.0.1"),
                OwnJvm.printed(OldAddress.class, folder).subList(1, 3));
    }
}
