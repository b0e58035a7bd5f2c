package io.github.socketsbyexample.exec.pitfalls;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.socketsbyexample.common.Attempt;
import io.github.socketsbyexample.common.Program;

/**
 * A command was killed, and goes on: {@code destroyForcibly} kills the shell, and what the shell had started lives. Who
 * reads the output still waits, too: the grandchild holds the other end of the pipe.
 *
 * <pre>
 * $ ./sockets remote-exec pitfall orphaned-grandchild
 * done:   killed a shell that waits for a program it has started
 * broken: a reader of the program's output: still blocked
 * fixed:  a reader of the program's output: has come to its end
 * </pre>
 */
public final class OrphanedGrandchild {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private OrphanedGrandchild() {}

    /** Runs it from the command line. */
    public static void main(String[] args) {
        Program.task(OrphanedGrandchild.class).run(args, arguments -> show());
    }

    private static void show() throws IOException {
        System.out.println("done:   killed a shell that waits for a program it has started");
        System.out.println("broken: a reader of the program's output: " + after(OrphanedGrandchild::killShell));
        System.out.println("fixed:  a reader of the program's output: " + after(OrphanedGrandchild::killTree));
    }

    /** Says what a reader sees after a command was killed that way: its output ends when nobody is left who may print. */
    static String after(Consumer<Process> kill) throws IOException {
        // Says its own number first, so that it is there; "; :" keeps the shell from becoming the program itself.
        Process shell = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; exec sleep 60'; :").start();
        BufferedReader out = shell.inputReader();
        ProcessHandle program = ProcessHandle.of(Long.parseLong(String.valueOf(out.readLine()))).orElseThrow();
        try {
            Attempt reading = Attempt
                    .at(() -> out.readLine() == null ? "has come to its end" : "has something to read");
            kill.accept(shell);
            return reading.outcome(PATIENCE);
        } finally {
            program.destroyForcibly();
            shell.destroyForcibly();
        }
    }

    /** Broken: kills what was started, not what that has started. */
    static void killShell(Process shell) {
        shell.toHandle().destroyForcibly(); // as Process's own does, which also closes the output unread
    }

    /** Fixed: kills the descendants too, asked for while their parents live: orphans are nobody's descendants. */
    static void killTree(Process shell) {
        List<ProcessHandle> tree = Stream.concat(Stream.of(shell.toHandle()), shell.descendants()).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
