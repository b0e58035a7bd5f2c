package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The figures of one run of all micro benchmarks, as a file keeps them: a line for each. */
final class Baseline {

    static final Baseline EMPTY = new Baseline(new LinkedHashMap<>());

    private static final String ALLOCATED = "gc.alloc.rate.norm"; // what JMH calls bytes per operation
    private static final double NOISE = 0.10; // of throughput: what another JVM or day does to the same code
    private static final double ALLOCATION_NOISE = 0.01; // the code decides, and how far a JVM got in compiling it
    private static final String HEADER = "# operations per microsecond, their error (99.9 %), bytes allocated for one";

    private final Map<String, Figure> figures;

    /**
     * One benchmark's figures.
     *
     * @param throughput operations per microsecond
     * @param error of that, half the width of the interval that holds it with 99.9 %
     * @param bytes allocated for one operation
     */
    record Figure(double throughput, double error, double bytes) {

        /** Tells what changed beyond noise, or nothing. */
        String changeFrom(Figure before) {
            List<String> changes = new ArrayList<>();
            double difference = throughput - before.throughput;
            if (Math.abs(difference) > error + before.error && Math.abs(difference) > NOISE * before.throughput) {
                changes.add(String.format(Locale.ROOT, "%+.0f %% throughput", 100 * difference / before.throughput));
            }
            double more = bytes - before.bytes;
            if (Math.abs(more) > 1 + ALLOCATION_NOISE * before.bytes) {
                changes.add(String.format(Locale.ROOT, "%+.0f bytes allocated", more));
            }
            return String.join(", ", changes);
        }
    }

    Baseline(Map<String, Figure> figures) {
        this.figures = figures;
    }

    static Baseline of(Collection<RunResult> results) {
        Map<String, Figure> figures = new TreeMap<>();
        for (RunResult result : results) {
            StringBuilder name = new StringBuilder(result.getParams().getBenchmark().replaceAll(".*\\.(?=.*\\.)", ""));
            for (String parameter : result.getParams().getParamsKeys()) {
                name.append('/').append(result.getParams().getParam(parameter));
            }
            Result<?> primary = result.getPrimaryResult();
            double error = Double.isNaN(primary.getScoreError()) ? 0 : primary.getScoreError();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            figures.put(name.toString(), new Figure(primary.getScore(), error,
                    allocated == null ? 0 : allocated.getScore()));
        }
        return new Baseline(figures);
    }

    /** Reads what {@link #lines} wrote. */
    static Baseline read(List<String> lines) throws IOException {
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] fields = line.strip().split(" +", -1);
                if (fields.length != 4) {
                    throw new IOException("'" + line + "' is no line of a baseline");
                }
                figures.put(fields[0], new Figure(Double.parseDouble(fields[1]), Double.parseDouble(fields[2]),
                        Double.parseDouble(fields[3])));
            }
        }
        return new Baseline(figures);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(HEADER + "; JDK " + Runtime.version()));
        figures.forEach((name, figure) -> lines.add(line(name, figure)));
        return lines;
    }

    private static String line(String name, Figure figure) {
        return String.format(Locale.ROOT, "%-40s %12.5f %12.5f %10.0f", name, figure.throughput(), figure.error(),
                figure.bytes());
    }

    /** Returns the lines with what changed beyond noise after each. */
    List<String> comparedWith(Baseline before) {
        List<String> lines = new ArrayList<>(List.of(HEADER + "; what changed"));
        figures.forEach((name, figure) -> {
            Figure old = before.figures.get(name);
            String change = old == null ? "new" : figure.changeFrom(old);
            lines.add((line(name, figure) + "  " + change).stripTrailing());
        });
        return lines;
    }
}
