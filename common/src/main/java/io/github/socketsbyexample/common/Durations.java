package io.github.socketsbyexample.common;

import java.time.Duration;

/** Times as people write them: {@code 500ms}, {@code 2s}, {@code 1m}. */
public final class Durations {

    private Durations() {}

    /** Writes a time in the largest unit that needs no fraction: {@code 1500ms}, {@code 10s}, {@code 1m}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 != 0 || millis == 0 ? millis / 1_000 + "s" : millis / 60_000 + "m";
    }
}
