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

    private static final String MOST_BYTES = "16G"; // no server fills a disk unasked; who wants more says so

    /** Adds the options that {@link #of} reads. */
    static Program options(Program program) {
        return program.flag("head", "ask for the head only, and save nothing")
                .flag("compressed", "ask for gzip, and save it expanded")
                .option("timeout", "TIME",
                        "wait so long to connect, for the head and for more of the body: 500ms, 2s, 1m"
                                + " (default: " + Durations.format(Program.DEFAULT_TIMEOUT) + ")")
                .option("max-time", "TIME",
                        "for everything together (default: " + Durations.format(OptionValues.LONGEST) + ")")
                .option("max-size", "SIZE",
                        "save no more than that: 1000, 64K, 10M, 2G (default: " + MOST_BYTES + ")");
    }

    /** Reads them. */
    static FetchSettings of(Arguments arguments) {
        return new FetchSettings(arguments.timeout(), arguments.duration("max-time", OptionValues.LONGEST),
                arguments.size("max-size", MOST_BYTES), arguments.has("compressed"),
                arguments.has("head"));
    }
}
