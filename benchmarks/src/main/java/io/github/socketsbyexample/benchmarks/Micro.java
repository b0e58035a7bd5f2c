package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.tools.Installation;

/**
 * Measures the parts without sockets with JMH: operations per microsecond, and bytes allocated for one. Compares them
 * with a baseline and says what changed beyond noise. Run: {@code ./sockets benchmarks micro --compare}
 */
public final class Micro {

    private static final Path BASELINE = Installation.home().resolve("benchmarks/baseline.txt");
    private static final int FORKS = 2; // each JVM compiles in its own way: one alone would be luck
    private static final int ITERATIONS = 5;
    private static final TimeValue ITERATION_TIME = TimeValue.milliseconds(500);

    private Micro() {}

    /** Runs them from the command line. */
    public static void main(String[] args) {
        Program.task(Micro.class)
                .option("only", "TEXT", "measure only those whose name holds this")
                .flag("compare", "compare with the baseline, and say what changed beyond noise")
                .flag("save", "make the figures the new baseline: " + Installation.home().relativize(BASELINE))
                .flag("quick", "once and short, to see that everything works")
                .run(args, Micro::run);
    }

    private static void run(Arguments arguments) throws IOException {
        boolean quick = arguments.has("quick");
        arguments.check(!quick || !(arguments.has("save") || arguments.has("compare")),
                "--quick: its figures are of no use");
        arguments.check(!arguments.has("save") || !arguments.has("only"), "--save: only for all of them");
        Baseline before = arguments.has("compare") ? Baseline.read(Files.readAllLines(BASELINE)) : Baseline.EMPTY;
        Baseline now = Baseline.of(measure(arguments.value("only", "", text -> text), quick));
        (arguments.has("compare") ? now.comparedWith(before) : now.lines()).forEach(System.out::println);
        if (arguments.has("save")) {
            Files.write(BASELINE, now.lines());
            System.out.println("Written: " + BASELINE);
        }
    }

    private static Collection<RunResult> measure(String only, boolean quick) throws IOException {
        if (quick) {
            System.setProperty("jmh.ignoreLock", "true"); // another run beside it does no harm to figures nobody looks at
        }
        ChainedOptionsBuilder options = new OptionsBuilder().include(Pattern.quote(only))
                .mode(Mode.Throughput)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs("--sun-misc-unsafe-memory-access=allow") // JMH's own, of which the JDK would warn
                .forks(quick ? 1 : FORKS)
                .warmupIterations(quick ? 1 : ITERATIONS)
                .warmupTime(quick ? TimeValue.milliseconds(10) : ITERATION_TIME)
                .measurementIterations(quick ? 1 : ITERATIONS)
                .measurementTime(quick ? TimeValue.milliseconds(10) : ITERATION_TIME)
                .shouldFailOnError(true);
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return results.isEmpty() ? List.of() : results;
        } catch (RunnerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
