package io.github.socketsbyexample.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleProcessTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration IN_VAIN = Duration.ofMillis(300);

    /** A program that does what its arguments say. */
    static final class Child {

        public static void main(String[] args) throws Exception {
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                switch (arg.substring(0, Math.max(0, arg.indexOf('=')))) {
                    case "print" -> System.out.println(value);
                    case "complain" -> System.err.println(value);
                    case "count" -> IntStream.range(0, Integer.parseInt(value)).forEach(System.out::println);
                    case "echo" -> System.out.println(value + read());
                    case "start" -> System.out.println(
                            new ProcessBuilder(command(value)).inheritIO().start().pid());
                    case "exit" -> System.exit(Integer.parseInt(value));
                    default -> Thread.sleep(Long.MAX_VALUE);
                }
            }
        }

        private static String read() throws IOException {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classes(),
                Child.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classes() {
        try {
            return Path.of(Child.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExampleProcess start(String... arguments) throws IOException {
        return new ExampleProcess(command(arguments));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void exitCodeAndAllLinesAreThereOnceItHasEnded() throws Exception {
        try (ExampleProcess process = start("count=20000", "complain=你好", "complain=", "exit=3")) {
            assertEquals(3, process.awaitExit(DEADLINE));
            assertEquals(numbers(20_000), process.printed());
            assertEquals(List.of("你好", ""), process.complaints());
        }
    }

    @Test
    void listenersGetEachLineOfTheirStream(@TempDir Path folder) throws Exception {
        List<String> printed = new ArrayList<>();
        List<String> complained = new ArrayList<>();
        try (ExampleProcess process = new ExampleProcess(command("print=one", "complain=two", "print=three"), folder,
                printed::add, complained::add)) {
            process.awaitExit(DEADLINE);
        }
        assertEquals(List.of("one", "three"), printed);
        assertEquals(List.of("two"), complained);
    }

    @Test
    void inputReachesItWithItsEnd() throws Exception {
        try (ExampleProcess process = start("echo=1 ", "echo=2 ")) {
            process.input("你好\n");
            assertEquals(0, process.awaitExit(DEADLINE));
            assertEquals(List.of("1 你好", "2 null"), process.printed());
        }
    }

    @Test
    void inputThatNobodyReadsIsNoFailure() throws Exception {
        try (ExampleProcess process = start("exit=0")) {
            process.awaitExit(DEADLINE);
            process.input("x".repeat(1 << 20)); // more than a pipe holds
        }
    }

    @Test
    void readyLineTellsTheAddressWhateverStandsBeforeIt() throws Exception {
        try (ExampleProcess process = start("print=warming up", "print=Listening on [::1]:9", "wait")) {
            assertEquals("[::1]:9", process.awaitReady(DEADLINE));
            assertTrue(process.process().isAlive());
        }
    }

    @Test
    void readyLineThatNeverComesIsAFailureWithWhatCameInstead() throws Exception {
        try (ExampleProcess process = start("complain=no", "print=Listening", "wait")) {
            process.awaitLines(1, DEADLINE);
            IOException late = assertThrows(IOException.class, () -> process.awaitReady(IN_VAIN));
            assertEquals("did not print a line 'Listening on ...' in time; printed [Listening], complained [no]",
                    late.getMessage());
        }
    }

    @Test
    void programThatEndsFirstIsNotWaitedFor() throws Exception {
        try (ExampleProcess process = start("complain=port in use", "exit=1")) {
            IOException ended = assertThrows(IOException.class, () -> process.awaitReady(Duration.ofDays(1)));
            assertEquals("did not print a line 'Listening on ...' before it ended; printed [], "
                    + "complained [port in use]", ended.getMessage());
            ended = assertThrows(IOException.class, () -> process.awaitLines(2, Duration.ofDays(1)));
            assertEquals("did not print 2 lines before it ended; printed [], complained [port in use]",
                    ended.getMessage());
        }
    }

    @Test
    void programThatDoesNotEndIsAFailureWithWhatItPrinted() throws Exception {
        try (ExampleProcess process = start("print=still here", "wait")) {
            process.awaitLines(1, DEADLINE);
            IOException late = assertThrows(IOException.class, () -> process.awaitExit(IN_VAIN));
            assertEquals("did not end in time; printed [still here], complained []", late.getMessage());
        }
    }

    @Test
    void whatWasPrintedBeforeATerminationIsCollected() throws Exception {
        assertAllIsCollectedAfter(ExampleProcess::terminate);
    }

    @Test
    void whatWasPrintedBeforeACloseIsCollected() throws Exception {
        assertAllIsCollectedAfter(process -> Thread.startVirtualThread(process::close));
    }

    /** The lines wait in the pipe until the program is dead: its listener does not take them any sooner. */
    private static void assertAllIsCollectedAfter(Consumer<ExampleProcess> stopping) throws Exception {
        CountDownLatch allPrinted = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        try (ExampleProcess process = new ExampleProcess(command("count=5000", "complain=all printed", "wait"),
                line -> await(dead), line -> allPrinted.countDown())) {
            await(allPrinted);
            stopping.accept(process);
            assertTrue(process.process().waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            dead.countDown();
            process.awaitExit(DEADLINE);
            assertEquals(numbers(5000), process.printed());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closeKillsWhatTheProgramStarted() throws Exception {
        ProcessHandle grandchild;
        try (ExampleProcess process = start("start=wait", "wait")) {
            process.awaitLines(1, DEADLINE);
            grandchild = ProcessHandle.of(Long.parseLong(process.printed().getFirst())).orElseThrow();
        }
        grandchild.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertFalse(grandchild.isAlive());
    }

    @Test
    void programThatLeavesAnotherBehindIsAFailureAndHoldsNobodyUp() throws Exception {
        ProcessHandle orphan;
        try (ExampleProcess process = start("start=wait")) {
            assertTrue(process.process().waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            IOException left = assertThrows(IOException.class, () -> process.awaitExit(IN_VAIN));
            String pid = process.printed().getFirst();
            orphan = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            assertEquals("has ended, but left a process behind that holds its output; printed [" + pid
                    + "], complained []", left.getMessage());
        }
        assertTrue(orphan.destroyForcibly());
    }

    @Test
    void programThatDoesNotExistIsAFailureThatNamesIt(@TempDir Path folder) {
        String missing = folder.resolve("missing").toString();
        assertFalse(Files.exists(Path.of(missing)));
        IOException refused = assertThrows(IOException.class, () -> new ExampleProcess(List.of(missing)).close());
        assertTrue(refused.toString().contains(missing), refused::toString);
    }
}
