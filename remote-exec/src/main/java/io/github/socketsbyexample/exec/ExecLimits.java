package io.github.socketsbyexample.exec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client's commands may take of the server.
 *
 * @param time for one command, its answer's way to the client included
 * @param output bytes that one command may print, both streams together
 * @param commands how many may run at the same time, all clients together
 */
record ExecLimits(Duration time, long output, int commands) {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMG]?)");

    /** Longer than a look-up, shorter than a person's patience. */
    static final Duration DEFAULT_TIME = Duration.ofSeconds(30);

    /** More than anyone reads; enough to fetch a file. */
    static final String DEFAULT_OUTPUT = "1G";

    /** Programs that work, not connections: a few for each core. */
    static final int DEFAULT_COMMANDS = 16;

    /** The defaults. */
    static final ExecLimits DEFAULT = new ExecLimits(DEFAULT_TIME, bytes(DEFAULT_OUTPUT), DEFAULT_COMMANDS);

    /**
     * Reads a size: {@code 4096}, {@code 64K}, {@code 16M}, {@code 1G}.
     *
     * @throws IllegalArgumentException if it is none, or zero
     */
    static long bytes(String text) {
        Matcher form = SIZE.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 4096, 64K, 16M or 1G");
        }
        int shift = switch (form.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
        };
        return Long.parseLong(form.group(1)) << shift;
    }
}
