package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.NearMatches;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;

/**
 * Measures what {@link Suite} lists, and shows it as tables; with {@code --report} as a page with charts too. Run:
 * {@code ./sockets benchmarks run --only echo}
 */
public final class Run {

    private static final int DEFAULT_ROUNDS = 5;
    private static final int MOST_ROUNDS = 1000;
    private static final Duration BOUND = Duration.ofSeconds(570); // what has begun then ends within ten minutes

    private Run() {}

    /** Runs the benchmarks from the command line. */
    public static void main(String[] args) {
        Program.task(Run.class)
                .option("only", "NAMES", "measure only these: echo-64,udp; echo stands for all that begin so")
                .option("rounds", "N", "measure each peer so many times (default: " + DEFAULT_ROUNDS
                        + ", or fewer if ten minutes are not enough for all)")
                .flag("report",
                        "write docs/benchmarks.md and its charts too; what is not measured stays there as it was")
                .flag("quick", "one short round, to see that everything works")
                .run(args, Run::run);
    }

    private static void run(Arguments arguments) throws IOException {
        boolean quick = arguments.has("quick");
        arguments.check(!quick || !arguments.has("report"), "--report: figures of a --quick run are of no use");
        int rounds = quick ? 1 : arguments.number("rounds", DEFAULT_ROUNDS, 1, MOST_ROUNDS);
        Duration bound = arguments.has("rounds") ? Duration.ofDays(1) : BOUND;
        long begin = System.nanoTime();
        Toolchain tools = new Toolchain(quick);
        List<Scenario> scenarios = new Suite(tools, quick).scenarios();
        List<Scenario> chosen = chosen(scenarios, arguments);
        List<Results> all = new ArrayList<>();
        try (Session session = new Session(rounds, bound, quick)) {
            List<String> machine = new ArrayList<>(tools.versions());
            machine.add(session.isPinned()
                    ? "servers on one core, what uses them on another (taskset)"
                    : "no core of their own for servers and load: taskset or a second core is missing");
            machine.forEach(System.out::println);
            System.out.println(busyness());
            System.out.println();
            for (int i = 0; i < chosen.size(); i++) {
                all.add(session.run(chosen.subList(i, chosen.size())));
                System.out.println(
                        Durations.format(Duration.ofNanos(System.nanoTime() - begin).truncatedTo(ChronoUnit.SECONDS))
                                + " so far\n");
                session.keepServersOf(chosen.subList(i + 1, chosen.size()));
                if (arguments.has("report")) { // each time: who stops a run keeps what it has measured
                    new Report(machine, session.servers(), scenarios, all).write();
                }
            }
        }
        if (all.stream().anyMatch(Results::hasFailed)) {
            throw new IOException("some measurements failed; each says why where it is left out");
        }
    }

    private static String busyness() {
        double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String begin = String.format(Locale.ROOT, "load average %.1f at the begin", average);
        return average < 1 ? begin : begin + ": the machine is busy with other things, and all figures suffer";
    }

    /** Returns the scenarios that {@code --only} names, or all. */
    private static List<Scenario> chosen(List<Scenario> all, Arguments arguments) {
        if (!arguments.has("only")) {
            return all;
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : arguments.value("only", "", text -> text).split(",", -1)) {
            List<Scenario> named = all.stream()
                    .filter(each -> each.name().equals(name) || each.name().startsWith(name + "-"))
                    .toList();
            arguments.check(!named.isEmpty(), "--only: there is no '" + name + "'"
                    + NearMatches.of(name, all.stream().map(Scenario::name).toList()));
            chosen.addAll(named);
        }
        return chosen;
    }
}
