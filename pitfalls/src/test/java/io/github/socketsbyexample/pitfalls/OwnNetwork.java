package io.github.socketsbyexample.pitfalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.common.Machine;

/**
 * Runs a main in a JVM with a network of its own, which begins as a loopback interface and nothing else (Linux: a network
 * namespace, and a user namespace in which an ordinary user may change it): for what would change this machine's network,
 * or go out to others.
 */
public final class OwnNetwork {

    private static final long DEADLINE_SECONDS = 60;

    private OwnNetwork() {}

    /**
     * Runs it to its end, and returns what it printed, on both streams; skips the test where no such network can be had.
     *
     * @param setup what a shell does to the network first
     * @param folder for what it prints
     */
    public static List<String> printed(String setup, Class<?> main, Path folder)
            throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        String script = "set -e; ip link set lo up; " + setup + "; exec \"$@\"";
        boolean possible = run(printed, script, "true") == 0;
        Machine.require("namespaces", possible,
                "no network of its own for a process: " + Files.readString(printed).strip());
        int status = run(printed, script, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName());
        List<String> lines = Files.readAllLines(printed);
        assertEquals(0, status, lines::toString);
        return lines;
    }

    private static int run(Path printed, String script, String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "-rUn", "sh", "-c", script, "sh"));
        command.addAll(List.of(program));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        } catch (IOException e) { // no such program here
            Files.writeString(printed, String.valueOf(e.getMessage()));
            return -1;
        }
        try {
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), () -> List.of(program) + " does not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
