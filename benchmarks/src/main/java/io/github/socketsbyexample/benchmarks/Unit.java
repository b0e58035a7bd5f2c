package io.github.socketsbyexample.benchmarks;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a benchmark's figure counts. */
@SuppressWarnings("ImmutableEnumChecker") // functions that keep nothing
enum Unit {

    /** Answers per second. */
    REQUESTS("requests/s", true, "%,.0f", Figures::rate),
    /** Connections from their begin to their end, per second. */
    CONNECTIONS("connections/s", true, "%,.0f", Figures::rate),
    /** Commands that were run, per second. */
    COMMANDS("commands/s", true, "%,.0f", Figures::rate),
    /** Millions of bytes per second, of those that came back. */
    MEGABYTES("MB/s", true, "%,.0f", figures -> figures.rate() / 1e6),
    /** Time of one run of a program. */
    MILLISECONDS("ms", false, "%.1f", figures -> 1e3 / figures.rate()),
    /** The server's memory for each of ten thousand connections, or as many as there were. */
    KIB_EACH("KiB each", false, "%.1f", Figures::growth);

    private final String name;
    private final boolean more;
    private final String format;
    private final ToDoubleFunction<Figures> value;

    Unit(String name, boolean more, String format, ToDoubleFunction<Figures> value) {
        this.name = name;
        this.more = more;
        this.format = format;
        this.value = value;
    }

    /** Returns whether the larger figure is the better one. */
    boolean moreIsBetter() {
        return more;
    }

    double of(Figures figures) {
        return value.applyAsDouble(figures);
    }

    String format(double figure) {
        return String.format(Locale.ROOT, format, figure);
    }

    @Override
    public String toString() {
        return name;
    }
}
