package io.github.socketsbyexample.exec;

import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;

/**
 * What a client's commands may take of the server.
 *
 * @param time for one command, its answer's way to the client included
 * @param output bytes that one command may print, both streams together
 * @param commands how many may run at the same time, all clients together
 */
record ExecLimits(Duration time, long output, int commands) {

    /** Longer than a look-up, shorter than a person's patience. */
    static final Duration DEFAULT_TIME = Duration.ofSeconds(30);

    /** More than anyone reads; enough to fetch a file. */
    static final String DEFAULT_OUTPUT = "1G";

    /** Programs that work, not connections: a few for each core. */
    static final int DEFAULT_COMMANDS = 16;

    /** The defaults. */
    static final ExecLimits DEFAULT = new ExecLimits(DEFAULT_TIME, OptionValues.size(DEFAULT_OUTPUT), DEFAULT_COMMANDS);

    /** Adds the options. */
    static Program options(Program program, String defaultOutput) {
        return program
                .option("exec-timeout", "TIME", "kill a command after so long (default: "
                        + Durations.format(DEFAULT_TIME) + ")")
                .option("max-output", "SIZE", "kill a command after so much output (default: " + defaultOutput + ")")
                .option("max-commands", "N",
                        "run so many commands at the same time (default: " + DEFAULT_COMMANDS + ")");
    }

    /** Returns what the options ask for. */
    static ExecLimits of(Arguments arguments, String defaultOutput) {
        return new ExecLimits(
                arguments.duration("exec-timeout", DEFAULT_TIME),
                arguments.size("max-output", defaultOutput),
                arguments.number("max-commands", DEFAULT_COMMANDS, 1, 1000));
    }
}
