package io.github.socketsbyexample.exec;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Programs that a test can tell from all others on the machine, and whether they run. */
final class Processes {

    static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final AtomicInteger LAST = new AtomicInteger();

    private Processes() {}

    /** Returns a number of seconds, about 1000, that nobody else sleeps. */
    static String uniqueTime() {
        return "1000." + ProcessHandle.current().pid() + LAST.incrementAndGet();
    }

    static void awaitRunning(String argument) {
        await().atMost(DEADLINE).until(() -> run(argument));
    }

    static void awaitGone(String argument) {
        await().atMost(DEADLINE).until(() -> !run(argument));
    }

    static boolean run(String argument) {
        return find(argument).isPresent();
    }

    static void kill(String argument) {
        find(argument).ifPresent(ProcessHandle::destroyForcibly);
        awaitGone(argument);
    }

    static Optional<ProcessHandle> find(String argument) {
        return all(argument).findFirst();
    }

    static long count(String argument) {
        return all(argument).count();
    }

    private static Stream<ProcessHandle> all(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(argument))
                        .orElse(false));
    }
}
