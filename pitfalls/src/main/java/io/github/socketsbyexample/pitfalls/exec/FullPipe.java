package io.github.socketsbyexample.pitfalls.exec;

import java.io.IOException;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A command never ends, and only when it prints much: it waits for somebody to read its output, and whoever started it
 * waits for it to end. A pipe holds some 64 KiB.
 *
 * <pre>
 * $ ./sockets pitfall full-pipe
 * sent:   a command that prints 200000 bytes
 * broken: still blocked
 * fixed:  exit code 0 after 200000 bytes
 * </pre>
 */
public final class FullPipe {

    static final int BYTES = 200_000; // more than any system's pipe holds
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private FullPipe() {}

    /** How a command is run to its end. */
    @FunctionalInterface
    interface Running {
        String run(Process process) throws IOException, InterruptedException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a command that prints " + BYTES + " bytes");
        IO.println("broken: " + outcome(FullPipe::waitThenRead, PATIENCE));
        IO.println("fixed:  " + outcome(FullPipe::readThenWait, LoopbackConnection.DEADLINE));
    }

    static String outcome(Running running, Duration patience) throws IOException {
        Process process = new ProcessBuilder("head", "-c", String.valueOf(BYTES), "/dev/zero")
                .redirectErrorStream(true) // one pipe to read; two want two readers at the same time
                .start();
        try {
            return BlockingCall.at(() -> running.run(process)).outcome(patience);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Broken: first the end, then the output. */
    static String waitThenRead(Process process) throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        int bytes = process.getInputStream().readAllBytes().length;
        return "exit code " + exitCode + " after " + bytes + " bytes";
    }

    /** Fixed: first the output, then the end. */
    static String readThenWait(Process process) throws IOException, InterruptedException {
        int bytes = process.getInputStream().readAllBytes().length;
        int exitCode = process.waitFor();
        return "exit code " + exitCode + " after " + bytes + " bytes";
    }
}
