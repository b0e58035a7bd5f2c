package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.tools.Installation;

/** The README's two least programs, each run as the file that it is: the client's text comes back, twice. */
class LeastProgramsIT {

    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LISTENING = Pattern.compile("Listening on localhost/127\\.0\\.0\\.1:(\\d+)");
    private static final int DEADLINE_SECONDS = 60;
    private static final String PORT = "50007";

    @TempDir
    private Path folder;

    private Process start(String name, String program) throws IOException {
        Path file = Files.writeString(folder.resolve(name), program);
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void whatTheClientSaysComesBack() throws Exception {
        List<String> programs = PROGRAM.matcher(Files.readString(Installation.home().resolve("README.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(2, programs.size());
        assertTrue(programs.getFirst().lines().count() <= 15, "the README promises no more");
        Process server = start("Server.java", programs.getFirst().replace(PORT, "0"));
        try (BufferedReader out = server.inputReader(UTF_8)) {
            Matcher listening = LISTENING.matcher(String.valueOf(out.readLine()));
            assertTrue(listening.matches());
            for (int i = 0; i < 2; i++) {
                assertEquals("Hello, world", said(programs.getLast().replace(PORT, listening.group(1))));
            }
        } finally {
            server.destroyForcibly();
            assertTrue(server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
        }
    }

    private String said(String program) throws Exception {
        Process client = start("Client.java", program);
        try (BufferedReader out = client.inputReader(UTF_8)) {
            String line = out.readLine();
            assertTrue(client.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, client.exitValue());
            return line;
        } finally {
            client.destroyForcibly();
        }
    }
}
