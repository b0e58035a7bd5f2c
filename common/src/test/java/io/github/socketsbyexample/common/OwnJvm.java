package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main in a JVM of its own: for what a JVM decides once, before or during its first look-up or handshake. */
public final class OwnJvm {

    private static final long DEADLINE_SECONDS = 60;

    private OwnJvm() {}

    /** Runs it to its end, and returns what it printed, on both streams. */
    public static List<String> printed(Class<?> main, Path folder) throws IOException, InterruptedException {
        return printed(List.of(), main, folder);
    }

    /**
     * Likewise.
     *
     * @param before what the JVM's command is an argument of
     * @param folder for what it prints
     */
    public static List<String> printed(List<String> before, Class<?> main, Path folder, String... args)
            throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), () -> main + " does not end");
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(printed);
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return lines;
    }
}
