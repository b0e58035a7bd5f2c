package io.github.socketsbyexample.http;

import java.io.PrintStream;
import java.util.Locale;

import io.github.socketsbyexample.commandline.Terminals;

/** How far a long transfer is, in the last line of a terminal; a short one, or one without a terminal, shows nothing. */
final class ProgressBar implements AutoCloseable {

    private static final long REDRAW_NANOS = 200_000_000; // often enough to see it move
    private static final int WIDTH = 30;
    private static final double MIB = 1024 * 1024;

    private final PrintStream terminal;
    private final long total;
    private final long begin = System.nanoTime();
    private long next = begin + REDRAW_NANOS;
    private boolean shown;
    private boolean silent;

    /** Shows nothing yet, later something on standard error; {@code total} is -1 if it is not known. */
    ProgressBar(long total) {
        this(System.err, total);
    }

    ProgressBar(PrintStream terminal, long total) {
        this.terminal = terminal;
        this.total = total;
    }

    /** Tells how many bytes there are so far. */
    void at(long bytes) {
        long now = System.nanoTime();
        if (silent || now - next < 0) {
            return;
        }
        next = now + REDRAW_NANOS;
        silent = !shown && !Terminals.showStandardError(); // asked once, and only where the answer matters
        if (!silent) {
            terminal.print("\r" + line(bytes, total, now - begin) + "\033[K");
            terminal.flush();
            shown = true;
        }
    }

    static String line(long bytes, long total, long nanos) {
        String sizes = String.format(Locale.ROOT, "%.1f MiB, %.1f MiB/s", bytes / MIB, bytes / MIB * 1e9 / nanos);
        if (total <= 0) {
            return sizes;
        }
        int done = (int) (WIDTH * ((double) bytes / total));
        return String.format(Locale.ROOT, "[%s%s] %3.0f%% of %.1f MiB, %s", "=".repeat(done), " ".repeat(WIDTH - done),
                100.0 * bytes / total, total / MIB, sizes);
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (shown) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }
}
