package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a process holds and should give back: child processes and, where the system can tell (Linux), threads by their
 * names and descriptors by what they are. Virtual threads don't show; the descriptors that they hold do.
 *
 * @param held how many there are of what
 */
record Footprint(Map<String, Integer> held) {

    // Linux keeps 15 characters of a name.
    private static final String POOLED = "command-output-"; // remote-exec's idle for a minute; one in use holds a pipe
    private static final String OF_THE_JVM = "C[12] CompilerThre|ForkJoinPool.*|VirtualThread.*|process reaper.*"
            + "|.*Poller|Common-Cleaner|Attach Listener";
    // Jars are opened when a class is first needed, and pollers when a virtual thread first waits. A leaked selector
    // shows by its eventfd.
    private static final String OPENED_ONCE = ".*(\\.jar|/lib/modules)|anon_inode:\\[eventpoll\\]";
    private static final Duration POLL = Duration.ofMillis(10);

    /** Looks at a process. */
    static Footprint of(ProcessHandle process) {
        Map<String, Integer> held = new TreeMap<>();
        process.descendants().forEach(child -> count(held, "process " + child.info().command().orElse("?")));
        Path system = Path.of("/proc", Long.toString(process.pid()));
        list(system.resolve("task"), Footprint::nameOfThread)
                .filter(name -> !name.matches(OF_THE_JVM + "|" + POOLED))
                .forEach(name -> count(held, "thread " + name));
        list(system.resolve("fd"), Footprint::target)
                .filter(target -> !target.matches(OPENED_ONCE))
                .forEach(target -> count(held, "descriptor " + target));
        return new Footprint(held);
    }

    private static void count(Map<String, Integer> held, String what) {
        if (!what.endsWith(" ")) {
            held.merge(what, 1, Integer::sum);
        }
    }

    private static Stream<String> list(Path folder, Function<Path, String> name) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(name).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOfThread(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return ""; // has ended meanwhile
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceFirst(":\\[?[0-9]+\\]?$", "");
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what there is more of than there was before. */
    Map<String, Integer> beyond(Footprint before) {
        Map<String, Integer> extra = new TreeMap<>();
        held.forEach((what, count) -> {
            int more = count - before.held.getOrDefault(what, 0);
            if (more > 0) {
                extra.put(what, more);
            }
        });
        return extra;
    }

    /** Waits until a process holds no more than before, and returns what it still holds if it does. */
    static Map<String, Integer> leftOver(ProcessHandle process, Footprint before, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        Map<String, Integer> extra = of(process).beyond(before);
        while (!extra.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL);
            extra = of(process).beyond(before);
        }
        return extra;
    }
}
