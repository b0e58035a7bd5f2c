package io.github.socketsbyexample.tcp.pitfalls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class OnlyTheFirstAddressTest {

    private static final long DEADLINE_SECONDS = 20;

    /** In a JVM of its own: the name with two addresses has to be there before the first look-up. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "127.0.0.2 is an address of its own there")
    void brokenIsRefusedAndFixedConnects(@TempDir Path folder) throws Exception {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), OnlyTheFirstAddress.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(printed);
        assertTrue(lines.contains("broken: ConnectException: Connection refused"), lines.toString());
        assertTrue(lines.contains("fixed:  connected to 127.0.0.1"), lines.toString());
    }
}
