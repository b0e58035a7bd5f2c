package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Kills processes with all that they started. The system forgets who started a process when its parent ends ({@code sh
 * -c 'sleep 1000 &'}), so each command carries a mark in its environment, which its descendants inherit and which Linux
 * lets us read. Elsewhere, or for a program that clears its environment, only those are found whose parents still run.
 */
final class ProcessTree {

    private static final String VARIABLE = "REMOTE_EXEC_COMMAND";
    private static final Path PROC = Path.of("/proc");
    private static final Path OURS = PROC.resolve("self").resolve("environ");
    private static final int MOST_ROUNDS = 100; // against a fork bomb that is faster than we are

    private ProcessTree() {}

    /** Marks a command that is about to start. */
    static void mark(Map<String, String> environment, String mark) {
        environment.put(VARIABLE, mark);
    }

    /**
     * Kills a command's process and all that it started. Safe for many threads, and for many calls.
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
                found.addAll(marked(mark::equals));
                found.removeAll(killed);
                // From the top down: a shell whose child is killed would go on to its next command.
                found.forEach(ProcessHandle::destroyForcibly);
                killed.addAll(found);
            } while (!found.isEmpty() && ++rounds < MOST_ROUNDS);
            return true;
        } catch (IOException | RuntimeException e) { // the latter is what the JDK throws if it can't open /proc
            return false;
        }
    }

    /**
     * Kills every process whose mark is such; does nothing where marks can't be read.
     *
     * @return how many there were
     * @throws IOException if one can't look, for want of a descriptor
     */
    static int killMarked(Predicate<String> mark) throws IOException {
        List<ProcessHandle> found = marked(mark);
        found.forEach(ProcessHandle::destroyForcibly);
        return found.size();
    }

    private static List<ProcessHandle> marked(Predicate<String> wanted) throws IOException {
        if (!Files.isReadable(OURS)) {
            return List.of();
        }
        List<ProcessHandle> found = new ArrayList<>();
        try {
            for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
                if (wanted.test(markOf(process))) {
                    found.add(process);
                }
            }
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        // With a single descriptor the JDK finds no process, and does not say so: who can't have two has seen nothing.
        try (InputStream _ = Files.newInputStream(OURS); InputStream _ = Files.newInputStream(OURS)) {
            return found;
        }
    }

    /** Returns a process's mark, or nothing if it has none, is not ours to read, or has ended. */
    private static String markOf(ProcessHandle process) throws IOException {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(Long.toString(process.pid())).resolve("environ"));
            String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1); // NAME=value\0NAME=value\0
            int begin = text.indexOf("\0" + VARIABLE + "=");
            if (begin < 0) {
                return "";
            }
            int value = begin + VARIABLE.length() + 2;
            int end = text.indexOf('\0', value);
            return text.substring(value, end < 0 ? text.length() : end);
        } catch (IOException e) {
            Files.newInputStream(OURS).close(); // fails as well if it is for want of a descriptor
            return "";
        }
    }
}
