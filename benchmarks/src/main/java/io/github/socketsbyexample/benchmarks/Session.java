package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures scenarios one after another: first what does not count, for JVMs to compile and caches to fill, then
 * the peers in turn, round by round, so that what disturbs the machine for a while disturbs them all.
 */
final class Session implements AutoCloseable {

    private static final Duration WARM_UP = Duration.ofMillis(75); // of each measurement, after the first round
    private static final Duration TIME = Duration.ofMillis(350);
    private static final Duration FIRST_TIME = Duration.ofMillis(800); // of measurements that do not count
    private static final int WARM_UP_TURNS = 3; // at most, of those
    private static final Duration LAST_TIME = Duration.ofMillis(100); // of one more, when all is compiled
    private static final double WARM_SECONDS = 1.5; // of processor time, by when a server's code is compiled
    private static final double GENEROSITY = 2; // a scenario's most time, in its share of what is left for all
    private static final Duration QUICK_TIME = Duration.ofMillis(40);
    private static final Duration QUICK_WARM_UP = Duration.ofMillis(10);

    private final Probe.Stage stage;
    private final int rounds;
    private final long end; // nanoTime
    private final int descriptors;
    private final Map<Peer, Double> worked = new HashMap<>(); // seconds of processor time while warming up
    private final Set<Peer> told = new LinkedHashSet<>(); // whose command line was shown

    /**
     * Opens what all scenarios share.
     *
     * @param rounds of each scenario, from 1
     * @param bound after which no round begins; on a slow machine scenarios end early, so that all have some rounds
     * @param quick whether only to see that everything works
     */
    Session(int rounds, Duration bound, boolean quick) throws IOException {
        this.stage = Probe.Stage.open(quick);
        this.rounds = rounds;
        this.end = System.nanoTime() + bound.toNanos();
        this.descriptors = Toolchain.answer(List.of("sh", "-c", "ulimit -n")) // what servers get from this process
                .filter(limit -> limit.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(Integer.MAX_VALUE);
    }

    boolean isPinned() {
        return stage.cores().arePinned();
    }

    /** Returns the command lines of the servers that were used. */
    List<String> servers() {
        return told.stream()
                .map(peer -> peer.name() + ": " + CommandLines.shell(stage.cores().forServer(peer.command())))
                .toList();
    }

    /**
     * Measures the first of some scenarios and prints what it does.
     *
     * @param left what is still to be measured
     */
    Results run(List<Scenario> left) {
        Scenario scenario = left.getFirst();
        Results results = new Results(scenario);
        System.out.println(scenario.name() + ": " + scenario.title());
        if (System.nanoTime() > end) {
            results.leaveOut("the time for all is over; --only " + scenario.name() + " measures it");
        } else if (!stage.quick() && scenario.probe().descriptors() > descriptors) {
            results.leaveOut("one process needs " + scenario.probe().descriptors()
                    + " open files, and the limit here is " + descriptors + ": ulimit -n");
        } else {
            measure(scenario, results, lastRound(left));
            results.end();
        }
        Table table = new Table(results);
        table.text().forEach(System.out::println);
        table.notes().forEach(note -> System.out.println("  " + note));
        System.out.println();
        return results;
    }

    /**
     * Returns when to begin no further round of the first of these, in nanoTime: it may take more than its share of the
     * time, if the others still have most of theirs.
     */
    private long lastRound(List<Scenario> left) {
        long now = System.nanoTime();
        double all = left.stream().mapToLong(scenario -> scenario.weight(rounds)).sum();
        double share = left.getFirst().weight(rounds) / all;
        return now + (long) ((end - now) * Math.min(GENEROSITY * share, 1 - (1 - share) / GENEROSITY));
    }

    private void measure(Scenario scenario, Results results, long lastRound) {
        Duration warmUp = stage.quick() ? QUICK_WARM_UP : WARM_UP;
        Duration time = stage.quick() ? QUICK_TIME : TIME.multipliedBy(scenario.length());
        for (Peer peer : scenario.servers()) {
            if (told.add(peer)) {
                System.out.println(
                        "  " + peer.name() + ": " + CommandLines.shell(stage.cores().forServer(peer.command())));
            }
        }
        for (Peer peer : scenario.present()) {
            String command = CommandLines.shell(scenario.probe().command(peer, stage, warmUp, time));
            if (results.command(command)) {
                System.out.println("  " + command);
            }
        }
        if (!stage.quick() && scenario.probe() instanceof Probe.ServerUnderLoad load && !load.fresh()) {
            scenario.present().forEach(peer -> warmUp(scenario, peer, warmUp, results));
        }
        for (int i = 0; i < Math.min(rounds, scenario.mostRounds()); i++) {
            if (i > 0 && System.nanoTime() > lastRound) {
                results.note("rounds: " + i + ", there was no time for more; --only " + scenario.name() + " takes all");
                return;
            }
            for (Peer peer : scenario.present()) {
                take(scenario, peer, warmUp, time, results).ifPresent(figures -> results.add(peer, figures));
            }
        }
    }

    /** On a machine that is busy with other things a JVM has less time to compile: it gets more turns then. */
    private void warmUp(Scenario scenario, Peer peer, Duration warmUp, Results results) {
        for (int turn = 1; turn <= WARM_UP_TURNS && isCold(peer); turn++) {
            Optional<Figures> figures = take(scenario, peer, warmUp, FIRST_TIME, results);
            double seconds = figures.map(Figures::serverCpu).orElse(Double.NaN) * FIRST_TIME.toMillis() / 1e3;
            worked.merge(peer, Double.isNaN(seconds) ? WARM_SECONDS : seconds, Double::sum);
        }
        take(scenario, peer, warmUp, LAST_TIME, results);
    }

    /** C and Python are as quick at first as ever. */
    private boolean isCold(Peer peer) {
        return (peer.house() == Peer.House.OURS || peer.house() == Peer.House.NETTY)
                && worked.getOrDefault(peer, 0.0) < WARM_SECONDS;
    }

    private Optional<Figures> take(Scenario scenario, Peer peer, Duration warmUp, Duration time, Results results) {
        if (!results.isHere(peer)) {
            return Optional.empty(); // it has failed
        }
        try {
            return Optional.of(scenario.probe().measure(peer, stage, warmUp, time));
        } catch (IOException e) {
            results.fail(peer, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Stops the servers that none of these scenarios needs. */
    void keepServersOf(List<Scenario> scenarios) {
        stage.servers().keepOnly(scenarios.stream().flatMap(scenario -> scenario.servers().stream()).toList());
    }

    @Override
    public void close() {
        stage.close();
    }
}
