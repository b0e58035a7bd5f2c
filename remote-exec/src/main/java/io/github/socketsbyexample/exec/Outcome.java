package io.github.socketsbyexample.exec;

import java.nio.charset.StandardCharsets;

/**
 * How a command ended.
 *
 * @param exitCode its own, 128 and the signal's number if one killed it, or one of the codes here
 * @param remark the server's own words about it, one line without its end; empty if it ended by itself
 */
record Outcome(int exitCode, String remark) {

    private static final int UNKNOWN = 255; // the largest that there is

    /** Killed because it ran too long, as timeout(1) says it. */
    static final int TIMED_OUT = 124;

    /** Killed because it printed too much. */
    static final int CUT = 125;

    /** Not run at all, as a shell says it of a file that it may not run. */
    static final int REFUSED = 126;

    /** There is no such program, as a shell says it. */
    static final int NOT_FOUND = 127;

    /** It ended by itself, or by somebody's signal; a code that no shell knows (Windows has such) becomes 255. */
    static Outcome exited(int exitCode) {
        return new Outcome((int) Math.min(Integer.toUnsignedLong(exitCode), UNKNOWN), "");
    }

    /** The server ended it, or never began. */
    static Outcome ended(int exitCode, String why) {
        return new Outcome(exitCode, "remote-exec: " + why);
    }

    /** Returns the remark as a line to send. */
    byte[] line() {
        return (remark + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
