package io.github.socketsbyexample.http;

import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;

/**
 * What to ask a server for, and how long and how much to take from it.
 *
 * @param timeout for each connection, each handshake, each head and each wait for more of a body
 * @param maxTime for everything together
 * @param maxSize of what is saved, in bytes
 * @param compressed whether to ask for gzip
 * @param headOnly whether to ask for the head alone
 */
record FetchSettings(Duration timeout, Duration maxTime, long maxSize, boolean compressed, boolean headOnly) {

    private static final String MOST_BYTES = "16g"; // no server fills a disk unasked; who wants more says so

    /** Adds the options that {@link #of} reads. */
    static Program options(Program program) {
        return program.flag("head", "ask for the head only, and save nothing")
                .flag("compressed", "ask for gzip, and save it expanded")
                .option("timeout", "TIME",
                        "wait so long to connect, for the head and for more of the body: 500ms, 2s, 1m"
                                + " (default: " + Durations.format(Program.DEFAULT_TIMEOUT) + ")")
                .option("max-time", "TIME",
                        "for everything together (default: " + Durations.format(OptionValues.LONGEST) + ")")
                .option("max-size", "BYTES",
                        "save no more than that: 1000, 64k, 10m, 2g (default: " + MOST_BYTES + ")");
    }

    /** Reads them. */
    static FetchSettings of(Arguments arguments) {
        return new FetchSettings(arguments.timeout(), arguments.duration("max-time", OptionValues.LONGEST),
                arguments.value("max-size", MOST_BYTES, FetchSettings::size), arguments.has("compressed"),
                arguments.has("head"));
    }

    private static long size(String text) {
        if (!text.matches("[0-9]{1,9}[kmg]?")) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 1000, 64k, 10m or 2g");
        }
        int shift = switch (text.charAt(text.length() - 1)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    }
}
