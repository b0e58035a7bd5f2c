package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the system knows of another process. */
final class ProcessUsage {

    private ProcessUsage() {}

    /** Returns the processor time that it has used so far in nanoseconds, counted in the system's ticks (10 ms on Linux). */
    static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** Returns its memory that is in use now (VmRSS) in KiB, or NaN where the system does not tell (any but Linux). */
    static double residentKib(long pid) {
        return status(pid, "VmRSS:");
    }

    /** Returns the most memory that it ever had in use (VmHWM) in KiB, or NaN as above, and for a process that is gone. */
    static double peakKib(long pid) {
        return status(pid, "VmHWM:");
    }

    private static double status(long pid, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(field)) {
                    return Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
            return Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
