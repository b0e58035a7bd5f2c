package io.github.socketsbyexample.pitfalls.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A command was killed, and goes on: {@code destroyForcibly} kills the shell, and what the shell had started lives. It
 * holds its files and ports, and the other end of the pipe: a thread that is reading its output waits on.
 *
 * <pre>
 * $ ./sockets pitfall orphaned-grandchild
 * done:   killed a shell that waits for a program it has started
 * broken: the program goes on
 * fixed:  the program has ended
 * </pre>
 */
public final class OrphanedGrandchild {

    static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long POLL_NANOS = 5_000_000;

    private OrphanedGrandchild() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   killed a shell that waits for a program it has started");
        IO.println("broken: the program " + after(OrphanedGrandchild::killShell, PATIENCE));
        IO.println("fixed:  the program " + after(OrphanedGrandchild::killTree, LoopbackConnection.DEADLINE));
    }

    /** Says what the program does after its shell was killed that way, but not before so long, unless it ends. */
    static String after(Consumer<Process> kill, Duration patience) throws IOException {
        // The program says its number first, so that it is there; "; :" keeps the shell from becoming the program.
        Process shell = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; exec sleep 60'; :").start();
        String number = String.valueOf(shell.inputReader().readLine());
        ProcessHandle program = ProcessHandle.of(Long.parseLong(number)).orElseThrow();
        try {
            kill.accept(shell);
            long deadline = System.nanoTime() + patience.toNanos();
            while (isRunning(program) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            return isRunning(program) ? "goes on" : "has ended";
        } finally {
            program.destroyForcibly();
            shell.destroyForcibly();
        }
    }

    /** Also a program that has ended counts as alive until its parent asks; it has no command any more. */
    private static boolean isRunning(ProcessHandle program) {
        return program.isAlive() && program.info().command().isPresent();
    }

    /** Broken: kills what was started, not what that has started. */
    static void killShell(Process shell) {
        shell.destroyForcibly();
    }

    /** Fixed: kills the descendants too, asked for while their parents live: orphans are nobody's descendants. */
    static void killTree(Process shell) {
        List<ProcessHandle> tree = Stream.concat(Stream.of(shell.toHandle()), shell.descendants()).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
