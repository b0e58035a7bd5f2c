package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.tools.ExampleProcess;

/**
 * A program that ran to its end.
 *
 * @param seconds from its start to its end
 * @param cpuMicros processor time in microseconds, NaN where the system does not tell (any but Linux)
 * @param peakKib the most memory that it had in use in KiB, looked at every few milliseconds; NaN as above
 */
record FinishedRun(double seconds, double cpuMicros, double peakKib) {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int LOOK_MILLIS = 10; // often enough to see a program grow, too seldom to slow it down
    private static final double MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux

    /**
     * Runs a program.
     *
     * @param output what it writes, deleted here
     * @param bytes how long that has to be, or 0 for a program that writes no file
     */
    static FinishedRun of(List<String> command, Path output, long bytes) throws IOException {
        double cpu = childrenMicros();
        long begin = System.nanoTime();
        try (ExampleProcess process = new ExampleProcess(command)) {
            process.input("");
            double peak = Double.NaN;
            while (bytes > 0 && !process.process().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                    && System.nanoTime() - begin < DEADLINE.toNanos()) {
                double now = ProcessUsage.peakKib(process.process().pid());
                peak = Double.isNaN(now) ? peak : now;
            }
            int status = process.awaitExit(DEADLINE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (status != 0) {
                throw new WrongAnswerException("exit code " + status + ": " + process.complaints());
            }
            check(output, bytes);
            return new FinishedRun(seconds, childrenMicros() - cpu, peak);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void check(Path output, long bytes) throws IOException {
        if (bytes > 0 && Files.size(output) != bytes) {
            throw new WrongAnswerException("it wrote " + Files.size(output) + " bytes instead of " + bytes);
        }
    }

    /** Returns the processor time of all children of this process that have ended. */
    private static double childrenMicros() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // the name may hold anything
            return (Double.parseDouble(fields[13]) + Double.parseDouble(fields[14])) * MICROS_PER_TICK;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
