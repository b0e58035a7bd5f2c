package io.github.socketsbyexample.pitfalls.exec;

import java.io.IOException;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A command that prints little and quickly elsewhere never ends here: it reads its standard input, and waits for what
 * nobody is going to write. The pipe is open as long as this side of it is, and a {@code Process} does not close its
 * streams by itself (nor can try-with-resources close it, in JDK 25).
 *
 * <pre>
 * $ ./sockets pitfall waiting-for-input
 * sent:   a command that sorts its input; there is none
 * broken: still blocked
 * fixed:  exit code 0
 * </pre>
 */
public final class WaitingForInput {

    static final Duration PATIENCE = Duration.ofSeconds(1);

    private WaitingForInput() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a command that sorts its input; there is none");
        IO.println("broken: " + outcome(WaitingForInput::runWithOpenInput, PATIENCE));
        IO.println("fixed:  " + outcome(WaitingForInput::runWithoutInput, LoopbackConnection.DEADLINE));
    }

    /** How a command is run to its end. */
    @FunctionalInterface
    interface Running {
        int exitCode(Process process) throws IOException, InterruptedException;
    }

    static String outcome(Running running, Duration patience) throws IOException {
        Process process = new ProcessBuilder("sort").redirectErrorStream(true).start();
        try {
            return BlockingCall.at(() -> "exit code " + running.exitCode(process)).outcome(patience);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Broken: has nothing to say, and does not say so. */
    static int runWithOpenInput(Process process) throws IOException, InterruptedException {
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    /** Fixed: says first that no input will come. */
    static int runWithoutInput(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
