package io.github.socketsbyexample.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What was measured; a figure that there is none of is NaN.
 *
 * @param rate answers per second, or bytes where there are no messages, or runs of a program
 * @param p50 median latency in microseconds
 * @param p99 the latency that one answer of a hundred exceeds
 * @param p999 the latency that one answer of a thousand exceeds
 * @param slowest answers to the slowest connection, divided by the mean of all
 * @param loadCpu the load generator's own processor time, divided by the time that passed
 * @param serverCpu the server's, its own process alone
 * @param serverMicros the server's processor time for an answer (or a byte, or a run) in microseconds
 * @param memory the server's, in KiB, with all connections open; for long answers the most that it ever was
 * @param growth what that is more than before the first connection
 * @param lost datagrams without an answer
 */
record Figures(double rate, double p50, double p99, double p999, double slowest, double loadCpu, double serverCpu,
        double serverMicros, double memory, double growth, double lost) {

    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(
            "rate", "p50", "p99", "p999", "slowest", "load-cpu", "server-cpu", "server-micros", "memory", "growth",
            "lost"));
    private static final double BUSY = 0.9; // of a core: what waits for it, waits

    /** Reads what {@link #toString} wrote. */
    static Figures parse(String line) {
        Fields fields = Fields.parse(List.of(line.split(" ")), KEYS);
        return new Figures(fields.number("rate"), fields.number("p50"), fields.number("p99"),
                fields.number("p999"), fields.number("slowest"), fields.number("load-cpu"),
                fields.number("server-cpu"), fields.number("server-micros"), fields.number("memory"),
                fields.number("growth"), fields.number("lost"));
    }

    /** Returns the figures of a program that ran to its end. */
    static Figures ofRuns(double rate, double micros, double peakKib) {
        return new Figures(rate, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, micros,
                peakKib, Double.NaN, Double.NaN);
    }

    /** Returns the figures of streams, of which only bytes are counted. */
    static Figures ofStreams(double rate, double slowest, double loadCpu, double serverCpu, double serverMicros,
            double memory) {
        return new Figures(rate, Double.NaN, Double.NaN, Double.NaN, slowest, loadCpu, serverCpu, serverMicros,
                memory, Double.NaN, Double.NaN);
    }

    /** Returns the same with the growth divided among connections. */
    Figures withGrowthOfEach(int connections) {
        return new Figures(rate, p50, p99, p999, slowest, loadCpu, serverCpu, serverMicros, memory,
                growth / connections, lost);
    }

    /** Returns whether the load generator was busier than the server, so that this is its speed and not the server's. */
    boolean isOfTheGenerator() {
        return loadCpu > BUSY && serverCpu < BUSY && loadCpu > serverCpu;
    }

    @Override
    public String toString() {
        Fields fields = new Fields();
        double[] figures = {rate, p50, p99, p999, slowest, loadCpu, serverCpu, serverMicros, memory,
                growth, lost};
        int i = 0;
        for (String key : KEYS) {
            if (!Double.isNaN(figures[i])) {
                fields.put(key, String.format(Locale.ROOT, Math.abs(figures[i]) < 1 ? "%.7f" : "%.3f", figures[i]));
            }
            i++;
        }
        return String.join(" ", fields.words());
    }
}
