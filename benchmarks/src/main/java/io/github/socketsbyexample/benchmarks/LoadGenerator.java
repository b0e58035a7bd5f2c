package io.github.socketsbyexample.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Texts;

/**
 * Puts load on a server: one thread, non-blocking, checks every byte that comes back. With a mode it does one job and
 * prints the figures; without one it takes jobs from standard input, a line each, and prints a line for each: so its own
 * code is compiled when it counts.
 *
 * <p>Run: {@code ./sockets benchmarks load echo to=127.0.0.1:50007 connections=64 size=64 time=2s}
 */
public final class LoadGenerator {

    /** What the line for a job that could not be done begins with. */
    static final String FAILED = "failed: ";

    private static final int MOST_WORDS = 12; // a mode and each key once

    private LoadGenerator() {}

    /** Runs the load generator from the command line. */
    public static void main(String[] args) {
        Program.task(LoadGenerator.class)
                .operands("[echo|churn|bulk|udp|download|hold KEY=VALUE...]", MOST_WORDS)
                .run(args, LoadGenerator::work);
    }

    private static void work(Arguments arguments) throws IOException {
        if (arguments.operands().isEmpty()) {
            workOffLines();
            return;
        }
        Job job;
        try {
            job = Job.parse(arguments.operands());
        } catch (IllegalArgumentException e) {
            arguments.check(false, String.valueOf(e.getMessage()));
            return;
        }
        Figures result = run(job);
        System.out.println(result);
        if (job.rate() == 0 && result.isOfTheGenerator()) { // with a rate it is busy looking at the clock
            System.err.println("warning: the load generator was busier than the server: this is its speed");
        }
    }

    private static void workOffLines() throws IOException {
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = jobs.readLine()) != null;) {
            try {
                System.out.println(run(Job.parse(List.of(line.split(" ")))));
            } catch (IOException | IllegalArgumentException e) {
                System.out.println(FAILED + Texts.printable(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Does a job in the calling thread. */
    static Figures run(Job job) throws IOException {
        Measurement measurement = new Measurement(job);
        Load.of(job, measurement).run();
        return measurement.result();
    }
}
