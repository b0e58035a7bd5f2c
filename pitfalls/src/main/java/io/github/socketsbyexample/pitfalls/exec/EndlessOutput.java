package io.github.socketsbyexample.pitfalls.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * One command fills the server's memory: it prints without an end, and the server collects all of it. A time limit
 * alone is too late: a program prints a gigabyte a second.
 *
 * <pre>
 * $ ./sockets pitfall endless-output
 * sent:   a command that prints y for ever, with a limit of 100000 bytes
 * broken: still collecting, more than 100000 bytes so far
 * fixed:  IOException: more than 100000 bytes of output
 * </pre>
 */
public final class EndlessOutput {

    static final int MOST_BYTES = 100_000;
    static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration GLANCE = Duration.ofMillis(10);

    private EndlessOutput() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a command that prints y for ever, with a limit of " + MOST_BYTES + " bytes");
        IO.println("broken: " + outcome(EndlessOutput::collectAll, PATIENCE));
        IO.println("fixed:  " + outcome(EndlessOutput::collectSome, LoopbackConnection.DEADLINE));
    }

    /** How a command's output is collected. */
    @FunctionalInterface
    interface Collecting {
        void collect(InputStream in, ByteArrayOutputStream output) throws IOException;
    }

    static String outcome(Collecting collecting, Duration patience) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "while :; do echo y; done").start();
        try {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            BlockingCall call = BlockingCall.at(() -> {
                collecting.collect(process.getInputStream(), output);
                return output.size() + " bytes";
            });
            String soFar;
            do { // until it is over, or over the limit
                soFar = call.outcome(GLANCE);
            } while (soFar.equals("still blocked") && output.size() <= MOST_BYTES);
            String outcome = call.outcome(patience);
            return outcome.equals("still blocked")
                    ? "still collecting, more than " + MOST_BYTES + " bytes so far"
                    : outcome;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Broken: as much as comes. */
    static void collectAll(InputStream in, ByteArrayOutputStream output) throws IOException {
        in.transferTo(output);
    }

    /** Fixed: as much as allowed; one byte more tells that there is too much. */
    static void collectSome(InputStream in, ByteArrayOutputStream output) throws IOException {
        output.write(in.readNBytes(MOST_BYTES + 1));
        if (output.size() > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES + " bytes of output");
        }
    }
}
