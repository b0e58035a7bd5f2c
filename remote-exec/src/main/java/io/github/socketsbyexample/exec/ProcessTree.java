package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Kills processes with all that they started. The system forgets who started a process when its parent ends ({@code sh
 * -c 'sleep 1000 &'}), so each command carries a mark in its environment, which its descendants inherit and which Linux
 * lets us read. Elsewhere, or for a program that clears its environment or keeps it to itself (ssh-agent), only those are
 * found whose parents still run.
 */
final class ProcessTree {

    private static final String VARIABLE = "REMOTE_EXEC_COMMAND";
    private static final String UNREADABLE = "?"; // nobody's mark
    private static final Path PROC = Path.of("/proc");
    private static final Path OURS = PROC.resolve("self").resolve("environ");
    private static final int MOST_ROUNDS = 100; // against a fork bomb that is faster than we are
    private static final int EMPTY_LOOKS = 5; // in a row, until nothing is left
    private static final long STEP_NANOS = 1_000_000; // between two looks
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private ProcessTree() {}

    /** Marks a command that is about to start. */
    static void mark(Map<String, String> environment, String mark) {
        environment.put(VARIABLE, mark);
    }

    /**
     * Kills a command's process and what is found of all that it started; {@link #killMarked} finds the rest. Safe for
     * many threads, and for many calls.
     *
     * @return false if no descriptor is left to look for them, and not even to kill what is known
     */
    static boolean kill(Process process, String mark) {
        Set<ProcessHandle> killed = new HashSet<>();
        List<ProcessHandle> found = new ArrayList<>();
        found.add(process.toHandle()); // Process's own destroyForcibly() would close the output unread
        int rounds = 0;
        try {
            do { // again until there is nothing new: what we kill may just have started something
                found.addAll(process.descendants().toList()); // before the kill: orphans are nobody's descendants
                found.removeAll(killed);
                // From the top down: a shell whose child is killed would go on to its next command.
                found.forEach(ProcessHandle::destroyForcibly);
                killed.addAll(found);
            } while (!found.isEmpty() && ++rounds < MOST_ROUNDS);
            boolean _ = killMarked(mark::equals, A_MOMENT);
            return true;
        } catch (IOException | RuntimeException e) { // the latter is what the JDK throws if it can't open /proc
            return false;
        }
    }

    /**
     * Kills every process whose mark is such, and looks until there is none any more; does nothing where marks can't be
     * read. One that starts another and ends, over and over, is found only while it lives: so each look begins with those
     * that came last, leaves out those that it knows to be strangers, and is repeated if one ended before it was read. One
     * that just becomes another program shows no environment for as long as that takes, and is looked at again.
     *
     * @param time for all looks together
     * @return whether there is none left, as far as can be seen
     * @throws IOException if one can't look, for want of a descriptor
     */
    static boolean killMarked(Predicate<String> mark, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        Set<Long> strangers = new HashSet<>();
        for (int empty = 0; Files.isReadable(OURS) && empty < EMPTY_LOOKS;) {
            empty = sawNone(mark, strangers) ? empty + 1 : 0;
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }

    private static boolean sawNone(Predicate<String> wanted, Set<Long> strangers) throws IOException {
        List<Long> present = numbers(PROC);
        strangers.retainAll(present);
        List<Long> found = new ArrayList<>();
        boolean missed = false;
        for (long pid : present.reversed()) {
            if (!strangers.contains(pid)) {
                String mark = markOf(pid);
                if (mark != null && wanted.test(mark)) {
                    found.add(pid);
                } else {
                    missed |= mark == null;
                    if (mark != null || hasNoEnvironment(pid)) {
                        strangers.add(pid);
                    }
                }
            }
        }
        for (long pid : found.reversed()) { // from the top down again: who starts another is mostly the older one
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        return found.isEmpty() && !missed;
    }

    private static List<Long> numbers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean hasNoEnvironment(long pid) {
        try {
            return hasNoEnvironment(Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return true; // it has ended
        }
    }

    /**
     * Whether a process has no environment, and will not have one in a moment either: it is the kernel's, or has ended, or
     * was given an empty one.
     *
     * @param stat what Linux tells in /proc/PID/stat (proc_pid_stat(5))
     */
    static boolean hasNoEnvironment(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // from the third, its state, on
        String memory = fields[23 - 3]; // vsize
        String begin = fields[50 - 3]; // env_start
        String end = fields[51 - 3]; // env_end: not known yet while the new program is loaded
        return memory.equals("0") || (begin.equals(end) && !end.equals("0"));
    }

    /** Returns a process's mark, nothing if it has none, UNREADABLE if it is not ours to read, null if it has ended. */
    private static @Nullable String markOf(long pid) throws IOException {
        Path process = PROC.resolve(Long.toString(pid));
        String mark = mark(process);
        if (mark == null || mark.equals(UNREADABLE)) { // as it is when its first thread has ended, while others live
            Path threads = process.resolve("task");
            try {
                for (long thread : numbers(threads)) {
                    if (thread != pid) {
                        return mark(threads.resolve(Long.toString(thread))); // they all have one environment
                    }
                }
            } catch (AccessDeniedException | NoSuchFileException e) {
                return mark;
            }
        }
        return mark;
    }

    private static @Nullable String mark(Path processOrThread) throws IOException {
        byte[] environment;
        try {
            environment = Files.readAllBytes(processOrThread.resolve("environ"));
        } catch (AccessDeniedException e) {
            return UNREADABLE;
        } catch (IOException e) {
            Files.newInputStream(OURS).close(); // fails as well if it is for want of a descriptor
            return null;
        }
        String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1); // NAME=value\0NAME=value\0
        int begin = text.indexOf("\0" + VARIABLE + "=");
        if (begin < 0) {
            return environment.length == 0 ? null : ""; // one that is just ending has none any more; nor has the kernel's
        }
        int value = begin + VARIABLE.length() + 2;
        int end = text.indexOf('\0', value);
        return text.substring(value, end < 0 ? text.length() : end);
    }
}
