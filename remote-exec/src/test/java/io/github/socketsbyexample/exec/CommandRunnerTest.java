package io.github.socketsbyexample.exec;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

/** {@link CommandRunner}, {@link Execution} and {@link ProcessTree}: real processes, no sockets. */
@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
class CommandRunnerTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private CommandRunner runner = new CommandRunner(new ExecLimits(LONG, 1_000_000, 2), timer);

    @AfterEach
    void stop() throws IOException {
        runner.close();
        timer.shutdownNow();
    }

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private Outcome run(String command) throws Exception {
        return run(command, stdout);
    }

    private Outcome run(String command, OutputStream to) throws Exception {
        return run(List.of("/bin/sh", "-c", command), to);
    }

    private Outcome run(List<String> command, OutputStream to) throws Exception {
        try (CommandRunner.Slot slot = runner.slot()) {
            return slot.run(command, to, stderr);
        }
    }

    @Test
    void bothStreamsAndTheExitCodeArriveApart() throws Exception {
        assertEquals(Outcome.exited(3), run("echo out; echo err >&2; exit 3"));
        assertEquals("out\n", stdout.toString(StandardCharsets.UTF_8));
        assertEquals("err\n", stderr.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandThatFillsBothPipesIsNotStuck() throws Exception {
        assertEquals(Outcome.exited(0), run("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"));
        assertEquals(300_000, stdout.size());
        assertEquals(300_000, stderr.size());
    }

    @Test
    void aSignalIsToldByItsNumber() throws Exception {
        assertEquals(Outcome.exited(128 + 9), run("kill -9 $$"));
    }

    @Test
    void aCodeThatNoShellKnowsIsNotTakenForASuccess() {
        assertEquals(new Outcome(255, ""), Outcome.exited(256));
        assertEquals(new Outcome(255, ""), Outcome.exited(-1));
        assertEquals(new Outcome(255, ""), Outcome.exited(255));
    }

    @Test
    void aCommandReadsAnEmptyInput() throws Exception {
        assertEquals(Outcome.exited(0), run("cat; echo over"));
        assertEquals("over\n", stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aProgramThatDoesNotExistIsRefused() {
        RefusedException e = assertThrows(RefusedException.class,
                () -> run(List.of("no-such-program"), stdout));
        assertEquals(Outcome.NOT_FOUND, e.outcome().exitCode());
        assertEquals("cannot start no-such-program: No such file or directory", e.getMessage());
    }

    @Test
    void ofTheJdksAdviceOnlyTheSystemsReasonIsKeptAndItIsNoMissingProgram() {
        RefusedException full = RefusedException.notStarted("ls", new IOException("Cannot run program \"ls\": "
                + "Bad file descriptor, error: 24 (Too many open files) \nPossible reasons:\n  - Re-install"));
        assertEquals("cannot start ls: Too many open files", full.getMessage());
        assertEquals(Outcome.REFUSED, full.outcome().exitCode());
        RefusedException unknown = RefusedException.notStarted("ls", new IOException("Cannot run program \"ls\": "
                + "Failed to exec spawn helper: pid: 1, exit code: 127, error: 0 (none) \nPossible reasons:"));
        assertEquals("cannot start ls: the server lacks descriptors or memory", unknown.getMessage());
        assertEquals(Outcome.REFUSED, unknown.outcome().exitCode());
        assertEquals("cannot start ls: Too many open files",
                RefusedException.notStarted("ls", new IOException("Too many open files")).getMessage());
        assertEquals(Outcome.NOT_FOUND, RefusedException.notStarted("ls",
                new IOException("error=2, No such file or directory")).outcome().exitCode());
    }

    @Test
    void endlessOutputIsCutAtTheLimitExactly() throws Exception {
        assertEquals(Outcome.CUT, run("yes").exitCode());
        assertEquals(1_000_000, stdout.size() + stderr.size());
    }

    @Test
    void outputOfExactlyTheLimitIsNotCut() throws Exception {
        assertEquals(Outcome.exited(0), run("head -c 1000000 /dev/zero"));
        assertEquals(1_000_000, stdout.size());
    }

    @Test
    void aCommandThatRunsTooLongIsKilledWithItsGrandchildren() throws Exception {
        restart(new ExecLimits(Duration.ofMillis(500), 1_000_000, 2));
        String time = Processes.uniqueTime();
        assertEquals(new Outcome(124, "remote-exec: killed after 500ms"),
                run("echo begun; sh -c 'sleep " + time + "; echo'; echo never"));
        assertFalse(Processes.run(time));
        assertEquals("begun\n", stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatABackgroundJobPrintsIsPartOfTheAnswerHoweverLate() throws Exception {
        assertEquals(Outcome.exited(0), run("(sleep 0.5; echo late) & echo early"));
        assertEquals("early\nlate\n", stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    void thatIsSoEachTimeAlsoForAJobThatOutlivesItsShellByLittle() throws Exception {
        for (int i = 0; i < 40; i++) {
            stdout.reset();
            assertEquals(Outcome.exited(0), run("(sleep 0.0" + i % 10 + "; echo late) &"));
            assertEquals("late\n", stdout.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void aBackgroundJobThatKeepsTheOutputOpenForLongerThanACommandMayRunIsKilled() throws Exception {
        restart(new ExecLimits(Duration.ofMillis(500), 1_000_000, 2));
        String time = Processes.uniqueTime();
        assertEquals(Outcome.TIMED_OUT, run("sleep " + time + " & echo hi").exitCode());
        assertEquals("hi\n", stdout.toString(StandardCharsets.UTF_8));
        assertFalse(Processes.run(time));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere no process can be lost in this way")
    void aLostProcessThatKeepsTheOutputOpenKeepsNoSlotAndNoDescriptor() throws Exception {
        restart(new ExecLimits(Duration.ofMillis(300), 1_000_000, 1));
        String time = Processes.uniqueTime();
        try {
            // Neither its environment nor a parent tells whose it is.
            assertEquals(Outcome.TIMED_OUT, run("(env -i setsid sleep " + time + " &) ; echo hi").exitCode());
            assertEquals("hi\n", stdout.toString(StandardCharsets.UTF_8));
            assertTrue(Processes.run(time), "it was not lost");
            assertEquals(Outcome.exited(0), run("true"));
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                assertEquals(0, open.filter(fd -> pipesOf(time).contains(target(fd))).count());
            }
        } finally {
            Processes.kill(time);
        }
    }

    private static Set<String> pipesOf(String argument) {
        String folder = "/proc/" + Processes.find(argument).orElseThrow().pid() + "/fd/";
        return Set.of(target(Path.of(folder, "1")), target(Path.of(folder, "2")));
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void anOrphanInASessionOfItsOwnIsKilledTooAndPromptly() throws Exception {
        String time = Processes.uniqueTime();
        assertEquals(Outcome.exited(0), run("setsid sh -c 'sleep " + time + " & ' </dev/null >/dev/null 2>&1"));
        Processes.awaitGone(time);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void anOrphanWhoseFirstThreadHasEndedIsKilledToo(@TempDir Path folder) throws Exception {
        Machine.require("python3", run("python3 -c 'import ctypes'").equals(Outcome.exited(0)),
                "no python3 to end a program's first thread alone");
        Path program = Files.writeString(folder.resolve("program.py"), """
                import ctypes, threading, time
                threading.Thread(target=lambda: time.sleep(1000)).start()
                ctypes.CDLL(None).pthread_exit(None)
                """);
        assertEquals(Outcome.exited(0), run("""
                setsid python3 '%s' >/dev/null 2>&1 & echo $!
                until grep -q 'State:.Z' /proc/$!/status; do sleep 0.01; done
                """.formatted(program)));
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(stdout.toString(StandardCharsets.UTF_8).strip()))
                .orElseThrow();
        try {
            await().atMost(Processes.DEADLINE).until(() -> !orphan.isAlive());
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void interruptingKillsTheCommand() throws Exception {
        String time = Processes.uniqueTime();
        FutureTask<Outcome> task = new FutureTask<>(() -> run("sleep " + time + " & sleep " + time));
        Thread thread = Thread.ofVirtual().start(task);
        Processes.awaitRunning(time);
        thread.interrupt();
        ExecutionException e = assertThrows(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS));
        assertTrue(e.getCause() instanceof InterruptedException);
        Processes.awaitGone(time);
    }

    @Test
    void anAnswerThatCanNotBeDeliveredKillsTheCommand() {
        String time = Processes.uniqueTime();
        IOException broken = new IOException("Broken pipe");
        assertEquals(broken, assertThrows(IOException.class, () -> run("echo x; sleep " + time, throwing(broken))));
        Processes.awaitGone(time);
    }

    @Test
    void anErrorWhereOutputIsReadKillsTheCommandAndIsTheCallers() {
        String time = Processes.uniqueTime();
        assertThrows(OutOfMemoryError.class, () -> run("echo x; sleep " + time, new OutputStream() {
            @Override
            public void write(int b) {
                throw new OutOfMemoryError("Java heap space");
            }
        }));
        Processes.awaitGone(time);
    }

    private static OutputStream throwing(IOException e) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw e;
            }
        };
    }

    @Test
    void oneCommandTooManyIsRefusedAfterAWhileAndPermitsComeBack() throws Exception {
        restart(new ExecLimits(LONG, 1_000_000, 1));
        String time = Processes.uniqueTime();
        FutureTask<Outcome> first = new FutureTask<>(() -> run("sleep " + time));
        Thread thread = Thread.ofVirtual().start(first);
        Processes.awaitRunning(time);
        RefusedException e = assertThrows(RefusedException.class, () -> run("true"));
        assertEquals("1 commands are running already; try again", e.getMessage());
        thread.interrupt();
        assertEquals(Outcome.exited(0), run("true"));
        assertThrows(RefusedException.class, () -> run(List.of("no-such-program"), stdout));
        assertEquals(Outcome.exited(0), run("true"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void closingKillsWhatCommandsLeftBehind() throws Exception {
        String time = Processes.uniqueTime();
        CountDownLatch tested = new CountDownLatch(1);
        Future<Void> busy = timer.submit(() -> { // so that no sweep comes first
            tested.await();
            return null;
        });
        run("sleep " + time + " >/dev/null 2>&1 &");
        Processes.awaitRunning(time);
        runner.close();
        Processes.awaitGone(time);
        assertFalse(busy.isDone());
        tested.countDown();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void closingKillsWhatStartsItsSuccessorAndEndsOverAndOver(@TempDir Path folder) throws Exception {
        for (String life : List.of("0", "0.01")) {
            Path hop = Files.writeString(folder.resolve("hop"), """
                    [ -e "$0.closed" ] && { echo lived >"$0.outlived"; exit; }
                    sleep %s
                    setsid sh "$0" >/dev/null 2>&1 &
                    """.formatted(life));
            assertEquals(Outcome.exited(0), run("sh '" + hop + "'; sleep 0.3"));
            runner.close();
            Path closed = Files.createFile(folder.resolve("hop.closed"));
            Thread.sleep(1_000); // a hundred lives
            assertFalse(Files.exists(folder.resolve("hop.outlived")));
            Files.delete(closed);
            restart(new ExecLimits(LONG, 1_000_000, 2));
        }
    }

    /** With an environment, without one; and of one that just becomes another program (all but (torn) and the last recorded). */
    @ParameterizedTest
    @CsvSource({
            "1633, true, 20146 (a) b) R 1 20146 20146 0 -1 4194304 102 0 0 0 0 0 0 0 20 0 1 0 6994375 524288 0 "
                    + "18446744073709551615 94720703979520 94720704056249 140726697836320 0 0 0 0 6 0 0 0 0 17 0 0 0 0 0 0 "
                    + "94720704085552 94720704090688 94721750192128 140726697838949 140726697838987 140726697838987 "
                    + "140726697840620 0",
            "0, true, 10659 (sleep) S 10558 10558 30327 0 -1 4194304 196 0 0 0 0 0 0 0 20 0 1 0 7005764 2560000 357 "
                    + "18446744073709551615 93937458253824 93937458271753 140727455223760 0 0 0 0 6 0 0 0 0 17 0 0 0 0 0 0 "
                    + "93937458285840 93937458287104 93938038038528 140727455227872 140727455227885 140727455227885 "
                    + "140727455227885 0",
            "1, false, 20146 (torn) R 1 20146 20146 0 -1 4194304 102 0 0 0 0 0 0 0 20 0 1 0 6994375 524288 0 "
                    + "18446744073709551615 94720703979520 94720704056249 140726697836320 0 0 0 0 6 0 0 0 0 17 0 0 0 0 0 0 "
                    + "94720704085552 94720704090688 94721750192128 140726697838949 140726697838987 140726697838987 "
                    + "140726697840620 0",
            "0, false, 8037 (nft) R 8034 30836 30836 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 6987192 4096 0 18446744073709551615 "
                    + "0 0 0 0 0 0 0 3 0 0 0 0 17 1 0 0 0 0 0 0 0 0 140722078234838 0 0 0 0",
            "0, false, 8037 (nft) R 8034 30836 30836 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 6987192 4096 0 18446744073709551615 "
                    + "0 0 0 0 0 0 0 3 0 0 0 0 17 1 0 0 0 0 0 0 0 0 140722078234838 140722078234838 140722078234838 "
                    + "140722078234838 0"})
    void whatIsReadOfAnEnvironmentIsAllOfItOrNot(int bytes, boolean whole, String stat) {
        assertTrue(ProcessTree.hasMemory(stat + "\n"));
        assertEquals(whole, ProcessTree.isWhole("x".repeat(bytes), stat + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "10565 (sleep) Z 10563 10558 30327 0 -1 4227084 136 0 0 0 0 0 0 0 20 0 1 0 7005731 0 0 "
                    + "18446744073709551615 0 0 0 0 0 0 0 6 0 1 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
            "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 2 0 0 20 0 1 0 25 0 0 18446744073709551615 0 0 0 0 0 0 0 "
                    + "2147483647 0 1 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0"})
    void theKernelsOwnAndThoseThatHaveEndedHaveNoMemory(String stat) {
        assertFalse(ProcessTree.hasMemory(stat + "\n"));
    }

    @Test
    void closingKillsWhatRunsAndWhoeverWaitsForItLearnsSo() throws Exception {
        String time = Processes.uniqueTime();
        FutureTask<Outcome> task = new FutureTask<>(() -> run("sleep " + time));
        Thread.ofVirtual().start(task);
        Processes.awaitRunning(time);
        runner.close();
        assertFalse(Processes.run(time));
        assertEquals(Outcome.exited(128 + 9), task.get(20, TimeUnit.SECONDS));
        assertThrows(RefusedException.class, () -> run("true"));
    }

    private void restart(ExecLimits limits) throws IOException {
        runner.close();
        runner = new CommandRunner(limits, timer);
    }
}
