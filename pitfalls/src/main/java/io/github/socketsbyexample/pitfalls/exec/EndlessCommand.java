package io.github.socketsbyexample.pitfalls.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A thread of the server is lost with every command that does not end: {@code waitFor} waits as long as the command
 * runs. A limit on the wait alone leaves the command running; it has to be killed as well, with all that it started
 * ({@link OrphanedGrandchild}).
 *
 * <pre>
 * $ ./sockets pitfall endless-command
 * sent:   a command that does not end, with a limit of 200 ms
 * broken: still blocked
 * fixed:  IOException: no end within 200 ms
 * </pre>
 */
public final class EndlessCommand {

    static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LIMIT_MILLIS = 200; // short, to show it; a server gives a command half a minute

    private EndlessCommand() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a command that does not end, with a limit of " + LIMIT_MILLIS + " ms");
        IO.println("broken: " + outcome(EndlessCommand::waitForTheEnd, PATIENCE));
        IO.println("fixed:  " + outcome(EndlessCommand::waitForAWhile, LoopbackConnection.DEADLINE));
    }

    /** How a server waits for a command. */
    @FunctionalInterface
    interface Waiting {
        int exitCode(Process process) throws IOException, InterruptedException;
    }

    static String outcome(Waiting waiting, Duration patience) throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            return BlockingCall.at(() -> "exit code " + waiting.exitCode(process)).outcome(patience);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Broken: however long it takes. */
    static int waitForTheEnd(Process process) throws InterruptedException {
        return process.waitFor();
    }

    /** Fixed: for so long, and no longer. */
    static int waitForAWhile(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("no end within " + LIMIT_MILLIS + " ms");
        }
        return process.exitValue();
    }
}
