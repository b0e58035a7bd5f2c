package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;

/**
 * Runs every pair through a relay and writes what went over the wire as sequence diagrams into {@code docs/diagrams} and
 * the READMEs ({@link Diagrams}). A diagram that tells the same as the one that is there is left alone. Run: {@code
 * ./sockets record-diagrams}
 */
public final class RecordDiagrams {

    private RecordDiagrams() {}

    /** Runs the recorder from the command line. */
    public static void main(String[] args) {
        Program.task(RecordDiagrams.class).run(args, RecordDiagrams::recordAll);
    }

    private static void recordAll(Arguments arguments) throws IOException {
        for (String module : Diagrams.modules()) {
            try {
                List<String> changed = Diagrams.rewrite(module);
                System.out.println(
                        module + ": " + (changed.isEmpty() ? "as before" : "new: " + String.join("; ", changed)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
