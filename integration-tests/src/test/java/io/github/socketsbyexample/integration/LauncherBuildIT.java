package io.github.socketsbyexample.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** When the launcher builds, and who else may: in a checkout of its own, whose Maven and java only note that they ran. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script; CI runs it with Git's shell there")
class LauncherBuildIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String MAVEN = """
            #!/bin/sh
            echo begins >>builds
            mkdir target/busy || echo overlap >>builds
            rm -f tcp-basic/target/packed
            mkdir -p tcp-basic/target/lib
            echo >tcp-basic/target/tcp-basic.jar
            while [ -e slow ]; do sleep 0.1; done
            echo >tcp-basic/target/lib/a.jar
            printf 'lib/a.jar tcp-basic.jar' >tcp-basic/target/packed
            rmdir target/busy
            echo '[INFO] BUILD SUCCESS'
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void layOut() throws Exception {
        for (String file : List.of("sockets", "pom.xml",
                "tcp-basic/src/main/resources/io/github/socketsbyexample/tcp/commands.txt")) {
            Path copy = home.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Installation.home().resolve(file), copy);
        }
        for (String module : List.of("tcp-basic", "common", "command-line")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createFile(home.resolve(module).resolve("pom.xml"));
        }
        script("bin/mvn", MAVEN);
        script("jdk/bin/java", "#!/bin/sh\n[ -e tcp-basic/target/lib/a.jar ] && echo runs\n");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"77\"\n");
    }

    /** Has another process write it: what other threads start holds what is open here for a moment ("Text file busy"). */
    private void script(String file, String text) throws Exception {
        Path script = home.resolve(file);
        Files.createDirectories(script.getParent());
        assertEquals(0, new ProcessBuilder("sh", "-c", "printf %s \"$1\" >\"$0\" && chmod +x \"$0\"", script.toString(),
                text).start().waitFor());
    }

    private ExampleProcess launched(String... environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "JAVA_HOME=" + home.resolve("jdk"),
                "PATH=" + home.resolve("bin") + ":" + System.getenv("PATH")));
        command.addAll(List.of(environment));
        command.addAll(List.of("sh", "./sockets", "tcp-basic", "x"));
        return new ExampleProcess(command, home, line -> {}, line -> {});
    }

    private static void assertRuns(ExampleProcess process) throws Exception {
        assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
        assertEquals(List.of("runs"), process.printed());
    }

    private void assertRuns() throws Exception {
        try (ExampleProcess process = launched()) {
            assertRuns(process);
        }
    }

    private List<String> builds() throws IOException {
        Path builds = home.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    private Path target(String file) {
        return home.resolve("tcp-basic/target").resolve(file);
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    @Test
    void whatIsBuiltIsNotBuiltAgain() throws Exception {
        assertRuns();
        assertRuns();
        assertEquals(List.of("begins"), builds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed", "lib/a.jar", "tcp-basic.jar"})
    void whatABuildLeftHalfMadeIsBuiltAgain(String missing) throws Exception {
        assertRuns();
        Files.delete(target(missing));
        assertRuns();
        assertEquals(List.of("begins", "begins"), builds());
    }

    @Test
    void markerThatNamesNothingIsNone() throws Exception {
        assertRuns();
        Files.writeString(target("packed"), "");
        assertRuns();
        assertEquals(List.of("begins", "begins"), builds());
    }

    @Test
    void cacheIsUsedWhereTheBuildPutItUnlessAnythingIsNewer() throws Exception {
        assertRuns();
        script("jdk/bin/java", """
                #!/bin/sh
                for each; do case $each in -XX:AOTCache=*) echo "$each" ;; esac; done
                """);
        Files.write(target("packed"), List.of("lib/a.jar tcp-basic.jar", target("").toString()));
        assertEquals("", printed());
        Files.createFile(target("start-up.aot"));
        Files.setLastModifiedTime(target("start-up.aot"), FileTime.from(Instant.now().plusSeconds(10)));
        assertEquals("-XX:AOTCache=" + target("start-up.aot"), printed());
        assertEquals("", printed("JAVA_TOOL_OPTIONS=-Xshare:off"));

        Files.write(target("packed"), List.of("lib/a.jar tcp-basic.jar", home.toString()));
        assertEquals("", printed());
        Files.write(target("packed"), List.of("lib/a.jar tcp-basic.jar", target("").toString()));
        Files.setLastModifiedTime(home.resolve("jdk/release"), FileTime.from(Instant.now().plusSeconds(20)));
        assertEquals("", printed());
        Files.setLastModifiedTime(home.resolve("jdk/release"), FileTime.from(Instant.EPOCH));
        assertEquals("-XX:AOTCache=" + target("start-up.aot"), printed());
        FileTime jar = Files.getLastModifiedTime(target("lib/a.jar"));
        Files.setLastModifiedTime(target("start-up.aot"), jar);
        assertEquals("", printed());
        assertEquals(List.of("begins"), builds());
    }

    private String printed(String... environment) throws Exception {
        try (ExampleProcess process = launched(environment)) {
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            return String.join("\n", process.printed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp-basic/src/main/resources/io/github/socketsbyexample/tcp/commands.txt", "pom.xml",
            "command-line/pom.xml", "tcp-basic/target/tcp-basic.jar", "tcp-basic/target/lib/a.jar"})
    void markerThatIsOlderThanAnythingIsNone(String newer) throws Exception {
        assertRuns();
        touch(home.resolve(newer));
        assertRuns();
        assertEquals(List.of("begins", "begins"), builds());
    }

    @Test
    void threeTerminalsBuildOnceAndNobodyStartsWhatIsHalfMade() throws Exception {
        Files.createFile(home.resolve("slow"));
        try (ExampleProcess first = launched(); ExampleProcess second = launched(); ExampleProcess third = launched()) {
            List<ExampleProcess> all = List.of(first, second, third);
            await().atMost(DEADLINE).until(() -> all.stream().filter(LauncherBuildIT::waits).count() == 2);
            await().atMost(DEADLINE).until(() -> Files.exists(target("tcp-basic.jar")));
            Files.delete(home.resolve("slow"));
            for (ExampleProcess process : all) {
                assertRuns(process);
            }
        }
        assertEquals(List.of("begins"), builds());
        assertFalse(Files.exists(home.resolve("target/build.lock")));
    }

    private static boolean waits(ExampleProcess process) {
        return process.complaints().toString().contains("sockets: waiting for the build of process ");
    }

    @Test
    void killedBuildIsBegunAgainByAllThatFindItsLockButNotAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            Files.deleteIfExists(target("packed"));
            lock(Long.toString(endedProcess()), "Thu Jan 1 00:00:00 1970");
            List<ExampleProcess> all = new ArrayList<>();
            try {
                for (int i = 0; i < 6; i++) {
                    all.add(launched());
                }
                for (ExampleProcess process : all) {
                    assertRuns(process);
                }
            } finally {
                for (ExampleProcess process : all) {
                    process.close();
                }
            }
        }
        assertEquals(Collections.nCopies(5, "begins"), builds());
    }

    private static long endedProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        assertEquals(0, process.waitFor());
        return process.pid();
    }

    private void lock(String... lines) throws IOException {
        Files.createDirectories(home.resolve("target"));
        Files.write(home.resolve("target/build.lock"), List.of(lines));
    }

    @Test
    void numberOfTheHolderMayBeAnotherProcesssByNow() throws Exception {
        lock(Long.toString(ProcessHandle.current().pid()), "Thu Jan 1 00:00:00 1970");
        assertRuns();
    }

    @Test
    void holderThatWasKilledLeavesNothingThatStopsTheNext() throws Exception {
        Files.createFile(home.resolve("slow"));
        try (ExampleProcess killed = launched()) {
            await().atMost(DEADLINE).until(() -> Files.exists(target("tcp-basic.jar")));
            killed.process().destroyForcibly().waitFor();
        }
        Files.delete(home.resolve("slow"));
        await().atMost(DEADLINE).until(() -> !Files.exists(home.resolve("target/busy"))); // its Maven goes on to its end
        assertTrue(Files.exists(home.resolve("target/build.lock")));
        Path half = Files.createDirectories(target("classes")).resolve("Half.class");
        Files.createFile(half);
        Files.delete(target("packed"));
        assertRuns();
        assertFalse(Files.exists(half), "Maven would take it for whole");
    }

    private void assertFails(String line) throws Exception {
        try (ExampleProcess process = launched()) {
            assertEquals(1, process.awaitExit(Duration.ofSeconds(10)));
            assertEquals(List.of("sockets: cannot build tcp-basic: " + line), process.complaints());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no number\n"})
    void lockWithoutAHolderIsOneLineAtOnce(String content) throws Exception {
        Path lock = home.resolve("target/build.lock");
        lock();
        Files.writeString(lock, content);
        assertFails(home + "/target/build.lock is no lock of a build; remove it");
    }

    @Test
    void folderInTheLocksPlaceIsOneLineAtOnce() throws Exception {
        Files.createDirectories(home.resolve("target/build.lock"));
        assertFails(home + "/target/build.lock is no lock of a build; remove it");
    }

    @Test
    void checkoutThatCannotBeWrittenIsOneLineAtOnce() throws Exception {
        Files.createFile(home.resolve("target")); // for root too, whom no permission stops
        assertFails(home + "/target/build.lock cannot be made");
    }
}
