package io.github.socketsbyexample.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

import org.HdrHistogram.Histogram;

import com.sun.management.OperatingSystemMXBean;

/**
 * The clock and the books of one load: what happens in the warm-up is not counted. One thread.
 */
final class Measurement {

    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos(); // later than any answer is waited for
    private static final int DIGITS = 3; // of precision: a latency is right to a thousandth

    private final OperatingSystemMXBean self = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private final long[] answers; // of each connection
    private final Job job;
    private long begin; // nanoTime
    private long end;
    private long selfCpu; // nanoseconds
    private long serverCpu;
    private boolean measuring;
    private boolean over;
    private long units;
    private long lost;
    private final double memoryBefore; // KiB of the server
    private double memory;

    /** To be made before the first connection is. */
    Measurement(Job job) {
        this.job = job;
        this.memoryBefore = ProcessUsage.residentKib(job.pid());
        this.answers = new long[job.connections()];
    }

    /** Starts the clock: the connections are there. */
    void begin(long now) {
        begin = now + job.warmUp().toNanos();
        end = begin + job.time().toNanos();
    }

    /** Returns whether to go on; to be asked at least every few milliseconds. */
    boolean goesOn(long now) {
        if (!measuring && now >= begin) {
            measuring = true;
            begin = now;
            selfCpu = self.getProcessCpuTime();
            serverCpu = ProcessUsage.cpuNanos(job.pid());
        } else if (measuring && now >= end) {
            measuring = false;
            over = true;
            begin = now - begin; // from here on the time that it took
            selfCpu = self.getProcessCpuTime() - selfCpu;
            serverCpu = ProcessUsage.cpuNanos(job.pid()) - serverCpu;
            memory = job.mode() == Job.Mode.DOWNLOAD
                    ? ProcessUsage.peakKib(job.pid())
                    : ProcessUsage.residentKib(job.pid());
            return false;
        }
        return true;
    }

    /** Counts an answer. */
    void answered(int connection, long nanos) {
        if (measuring) {
            latencies.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
            answers[connection]++;
            units++;
        }
    }

    /** Notes a request that was due and has no answer at the end: it took at least so long. */
    void unanswered(long nanos) {
        latencies.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** Counts bytes, where there are no answers to count. */
    void received(int connection, long bytes) {
        if (measuring) {
            answers[connection] += bytes;
            units += bytes;
        }
    }

    /** Counts a datagram that was given up, also afterwards. */
    void lost() {
        if (measuring || over) {
            lost++;
        }
    }

    /** Returns the figures, once {@link #goesOn} said no. */
    Figures result() {
        double seconds = begin / 1e9;
        boolean timed = latencies.getTotalCount() > 0;
        double mean = (double) units / answers.length;
        boolean known = job.pid() != 0;
        return new Figures(units / seconds,
                timed ? latencies.getValueAtPercentile(50) / 1e3 : Double.NaN,
                timed ? latencies.getValueAtPercentile(99) / 1e3 : Double.NaN,
                timed ? latencies.getValueAtPercentile(99.9) / 1e3 : Double.NaN,
                answers.length > 1 && mean > 0 ? Arrays.stream(answers).min().orElseThrow() / mean : Double.NaN,
                selfCpu / 1e9 / seconds,
                known ? serverCpu / 1e9 / seconds : Double.NaN,
                known && units > 0 ? serverCpu / 1e3 / units : Double.NaN,
                memory,
                memory - memoryBefore,
                job.mode() == Job.Mode.UDP ? lost : Double.NaN);
    }
}
