package io.github.socketsbyexample.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

/** {@link CommandRunner}, {@link Execution} and {@link ProcessTree}: real processes, no sockets. */
@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
class CommandRunnerTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private CommandRunner runner = new CommandRunner(new ExecLimits(LONG, 1_000_000, 2), timer);

    @AfterEach
    void stop() {
        runner.close();
        timer.shutdownNow();
    }

    /** Collects an answer. */
    private static class Collected implements Answer {

        final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

        @Override
        public void output(FrameType stream, byte[] buffer, int length) throws IOException {
            (stream == FrameType.STDOUT ? stdout : stderr).write(buffer, Frame.HEADER_BYTES, length);
        }

        @Override
        public void end(Outcome outcome) {}
    }

    private final Collected answer = new Collected();

    private Outcome run(String command) throws Exception {
        return run(command, answer);
    }

    private Outcome run(String command, Answer to) throws Exception {
        return runner.run(List.of("/bin/sh", "-c", command), to);
    }

    @Test
    void bothStreamsAndTheExitCodeArriveApart() throws Exception {
        assertEquals(Outcome.exited(3), run("echo out; echo err >&2; exit 3"));
        assertEquals("out\n", answer.stdout.toString(StandardCharsets.UTF_8));
        assertEquals("err\n", answer.stderr.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandThatFillsBothPipesIsNotStuck() throws Exception {
        assertEquals(Outcome.exited(0), run("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"));
        assertEquals(300_000, answer.stdout.size());
        assertEquals(300_000, answer.stderr.size());
    }

    @Test
    void aSignalIsToldByItsNumber() throws Exception {
        assertEquals(Outcome.exited(128 + 9), run("kill -9 $$"));
    }

    @Test
    void aCommandReadsAnEmptyInput() throws Exception {
        assertEquals(Outcome.exited(0), run("cat; echo over"));
        assertEquals("over\n", answer.stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aProgramThatDoesNotExistIsRefused() {
        RefusedException e = assertThrows(RefusedException.class,
                () -> runner.run(List.of("no-such-program"), answer));
        assertEquals(Outcome.NOT_FOUND, e.outcome().exitCode());
    }

    @Test
    void endlessOutputIsCutAtTheLimitExactly() throws Exception {
        assertEquals(Outcome.CUT, run("yes").exitCode());
        assertEquals(1_000_000, answer.stdout.size() + answer.stderr.size());
    }

    @Test
    void outputOfExactlyTheLimitIsNotCut() throws Exception {
        assertEquals(Outcome.exited(0), run("head -c 1000000 /dev/zero"));
        assertEquals(1_000_000, answer.stdout.size());
    }

    @Test
    void anAnswerThatHoldsLessLowersTheLimit() throws Exception {
        Collected small = new Collected() {
            @Override
            public long capacity() {
                return 10;
            }
        };
        assertEquals("remote-exec: killed after 10 bytes of output", run("yes", small).remark());
        assertEquals(10, small.stdout.size());
    }

    @Test
    void aCommandThatRunsTooLongIsKilledWithItsGrandchildren() throws Exception {
        restart(new ExecLimits(Duration.ofMillis(500), 1_000_000, 2));
        String time = Processes.uniqueTime();
        assertEquals(new Outcome(124, "remote-exec: killed after 500ms"),
                run("echo begun; sh -c 'sleep " + time + "; echo'; echo never"));
        assertFalse(Processes.run(time));
        assertEquals("begun\n", answer.stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void aBackgroundJobThatKeepsTheOutputOpenDelaysNothing() throws Exception {
        String time = Processes.uniqueTime();
        long begin = System.nanoTime();
        assertEquals(Outcome.exited(0), run("sleep " + time + " & echo hi"));
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
        assertEquals("hi\n", answer.stdout.toString(StandardCharsets.UTF_8));
        Processes.awaitGone(time);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "orphans are found through /proc")
    void anOrphanInASessionOfItsOwnIsKilledTooAndPromptly() throws Exception {
        String time = Processes.uniqueTime();
        assertEquals(Outcome.exited(0), run("setsid sh -c 'sleep " + time + " & ' </dev/null >/dev/null 2>&1"));
        Processes.awaitGone(time);
    }

    @Test
    void interruptingKillsTheCommand() throws Exception {
        String time = Processes.uniqueTime();
        FutureTask<Outcome> task = new FutureTask<>(() -> run("sleep " + time + " & sleep " + time));
        Thread thread = Thread.ofVirtual().start(task);
        Processes.awaitRunning(time);
        thread.interrupt();
        ExecutionException e = assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS));
        assertTrue(e.getCause() instanceof InterruptedException);
        Processes.awaitGone(time);
    }

    @Test
    void anAnswerThatCanNotBeDeliveredKillsTheCommand() {
        Collected broken = new Collected() {
            @Override
            public void output(FrameType stream, byte[] buffer, int length) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        String time = Processes.uniqueTime();
        IOException e = assertThrows(IOException.class, () -> run("echo x; sleep " + time, broken));
        assertEquals("Broken pipe", e.getMessage());
        Processes.awaitGone(time);
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
        assertThrows(RefusedException.class, () -> runner.run(List.of("no-such-program"), answer));
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

    private void restart(ExecLimits limits) {
        runner.close();
        runner = new CommandRunner(limits, timer);
    }
}
