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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kills processes with all that they started. The system forgets who started a process when its parent ends ({@code sh
 * -c 'sleep 1000 &'}), so each command carries a mark in its environment, which its descendants inherit and which Linux
 * lets us read. Elsewhere, or for a program that clears its environment or keeps it to itself (ssh-agent), only those are
 * found whose parents still run.
 */
final class ProcessTree {

    private static final String VARIABLE = "REMOTE_EXEC_COMMAND";
    private static final Pattern MARK = Pattern.compile("(?<![^\\x00])" + VARIABLE + "=([^\\x00]*)\\x00"); // a whole one
    private static final String NONE = ""; // a stranger's mark; these four are no command's
    private static final String UNREADABLE = "?"; // not ours to read
    private static final String ENDED = "-"; // or the kernel's own
    private static final String CHANGING = "!"; // can't be told just now
    private static final Path PROC = Path.of("/proc");
    private static final Path OURS = PROC.resolve("self").resolve("environ");
    private static final boolean STAT_TELLS = statTells(); // not everywhere as Linux does
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
     * that came last, leaves out those that it knows to be strangers, and is repeated if one ended before it was read, or
     * was just becoming another program.
     *
     * @param time for all looks together after the first, which reads all that there is
     * @return whether there is none left, as far as can be seen
     * @throws IOException if one can't look, for want of a descriptor
     */
    static boolean killMarked(Predicate<String> mark, Duration time) throws IOException {
        if (!Files.isReadable(OURS)) {
            return true;
        }
        Set<Long> strangers = new HashSet<>();
        int empty = sawNone(mark, strangers) ? 1 : 0;
        for (long end = System.nanoTime() + time.toNanos(); empty < EMPTY_LOOKS;) {
            LockSupport.parkNanos(STEP_NANOS);
            empty = sawNone(mark, strangers) ? empty + 1 : 0;
            if (System.nanoTime() > end) {
                return false;
            }
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
                missed |= mark.equals(ENDED) || mark.equals(CHANGING);
                if (wanted.test(mark)) {
                    found.add(pid);
                } else if (!mark.equals(CHANGING)) {
                    strangers.add(pid);
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

    /** Returns a process's mark, or one of those that are nobody's. */
    private static String markOf(long pid) throws IOException {
        Path process = PROC.resolve(Long.toString(pid));
        String mark = mark(process);
        if (mark.equals(ENDED) || mark.equals(UNREADABLE)) { // as it is when its first thread has ended, while others live
            Path threads = process.resolve("task");
            try {
                for (long thread : numbers(threads)) {
                    if (thread != pid) {
                        String other = mark(threads.resolve(Long.toString(thread))); // they all have one environment
                        return other.equals(ENDED) ? CHANGING : other; // perhaps it has just started the next one
                    }
                }
            } catch (AccessDeniedException | NoSuchFileException e) {
                return mark;
            }
        }
        return mark;
    }

    private static String mark(Path processOrThread) throws IOException {
        String environment;
        String stat;
        try {
            environment = read(processOrThread.resolve("environ"));
            stat = read(processOrThread.resolve("stat")); // afterwards: of what was read, is it all, and still so?
        } catch (AccessDeniedException e) {
            return UNREADABLE;
        } catch (IOException e) {
            Files.newInputStream(OURS).close(); // fails as well if it is for want of a descriptor
            return ENDED;
        }
        Matcher mark = MARK.matcher(environment);
        if (mark.find()) {
            return mark.group(1);
        }
        if (!STAT_TELLS) {
            return environment.isEmpty() ? ENDED : NONE;
        }
        return !hasMemory(stat) ? ENDED : isWhole(environment, stat) ? NONE : CHANGING;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1); // a character for each byte
    }

    private static boolean statTells() {
        try {
            return isWhole(read(OURS), read(OURS.resolveSibling("stat")));
        } catch (IOException | RuntimeException e) { // there is no such thing here, or of another form
            return false;
        }
    }

    /** Whether a process has memory: the kernel's have none, and those have none any more that have ended. */
    static boolean hasMemory(String stat) {
        return field(stat, 23) != 0; // vsize
    }

    /**
     * Whether that is a process's whole environment. Of one that just becomes another program it is the beginning of the
     * old one, or nothing: the new one's bounds are told when all of it is there, and that of its code after them.
     */
    static boolean isWhole(String environment, String stat) {
        return field(stat, 26) != 0 && field(stat, 51) - field(stat, 50) == environment.length(); // startcode, env_end, env_start
    }

    /** Returns a number from /proc/PID/stat, by proc_pid_stat(5); the second field, a name, may hold anything. */
    private static long field(String stat, int number) {
        return Long.parseUnsignedLong(stat.substring(stat.lastIndexOf(')') + 2).split("\\s", -1)[number - 3]);
    }
}
