package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.tools.Installation;

/**
 * The first program of socketserver-port's page, in a project of its own: compiled and run with the library's jar and
 * those that the page says it brings, and nothing else.
 */
class LibraryProgramIT {

    private static final Path MODULE = Path.of("socketserver-port");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LISTENING = Pattern.compile("Listening on /127\\.0\\.0\\.1:(\\d+)");
    private static final int DEADLINE_SECONDS = 20;

    private static List<Path> jars() throws IOException {
        Path target = Installation.home().resolve(MODULE).resolve("target");
        try (Stream<Path> brought = Files.list(target.resolve("lib"))) {
            return Stream.concat(Stream.of(target.resolve("socketserver-port.jar")),
                    brought.filter(jar -> jar.getFileName()
                            .toString()
                            .matches("(sockets-by-example-common|slf4j-api|jspecify)-.*\\.jar")))
                    .toList();
        }
    }

    @Test
    void runsWithTheLibraryAloneAndAnswers(@TempDir Path project) throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(Installation.home().resolve(MODULE).resolve("README.md")));
        assertTrue(program.find());
        Path source = Files.writeString(project.resolve("Server.java"),
                program.group(1).replace("9999", "0")); // any free port
        List<Path> jars = jars();
        assertEquals(4, jars.size(), jars.toString());
        assertEquals(List.of(), Compilation.errors(List.of(source), jars, project));

        String classPath = Stream.concat(Stream.of(project), jars.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classPath, "Server").redirectError(project.resolve("stderr").toFile()).start();
        try (BufferedReader out = server.inputReader(UTF_8)) {
            String first = String.valueOf(out.readLine()); // null if it has exited
            Matcher listening = LISTENING.matcher(first);
            assertTrue(listening.matches(), () -> first + Files.exists(project.resolve("stderr")));
            try (RawPeer client = RawPeer.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listening.group(1))))) {
                client.send("hello\n");
                assertEquals("HELLO\n", new String(client.readAll(), UTF_8));
            }
        } finally {
            server.destroyForcibly();
            assertTrue(server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS));
        }
    }
}
