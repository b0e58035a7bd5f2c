package io.github.socketsbyexample.tools;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Draws conversations as a ladder, in 80 columns: seconds since the first event, the number of the connection once there
 * are several, and between the lifelines of client and server who sent what. One thread at a time.
 */
final class Ladder implements Drawing {

    private static final int COLUMNS = 80;
    private static final String MARGIN = " ".repeat(13); // seconds and connection

    private final PrintStream out;
    private final LadderLane lane;
    private @Nullable Duration first;
    private boolean several;

    /** Draws here. */
    Ladder(PrintStream out, WireText text, boolean hex) {
        this.out = out;
        this.lane = new LadderLane(COLUMNS - MARGIN.length() - 3, text, hex); // a lifeline each side, no last column
    }

    @Override
    public void draw(WireEvent event) {
        if (first == null) {
            first = event.at();
            out.println("  seconds    client" + " ".repeat(COLUMNS - 31) + "server");
        }
        several |= event.connection() > 1;
        double seconds = event.at().minus(first).toNanos() / 1e9;
        String number = several ? "#" + event.connection() : "";
        String margin = String.format(Locale.ROOT, "%9.3f%-4s", seconds, number.length() < 4 ? " " + number : number);
        StringBuilder lines = new StringBuilder();
        for (String line : lane.draw(event)) {
            lines.append(margin).append('|').append(line).append("|\n");
            margin = MARGIN;
        }
        out.print(lines);
        out.flush();
    }

    @Override
    public void missed(long events) {
        out.println(MARGIN + "  (" + events + " events not shown: they came faster than they could be drawn)");
    }

    @Override
    public void close() {
        out.flush();
    }
}
