package io.github.socketsbyexample.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What came out of one scenario: the figures of each peer, round by round, and who has none. */
final class Results {

    private final Scenario scenario;
    private final Map<Peer, List<Figures>> rounds = new LinkedHashMap<>();
    private final Map<Peer, String> absent = new LinkedHashMap<>();
    private final Set<String> commands = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private boolean failed;
    private double loadAverage; // of the machine

    /**
     * The middle of several rounds, and how far they went.
     *
     * @param median of the rounds
     * @param least of the rounds
     * @param most of the rounds
     */
    record Spread(double median, double least, double most) {

        static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
            if (sorted.isEmpty()) {
                return new Spread(Double.NaN, Double.NaN, Double.NaN);
            }
            int middle = sorted.size() / 2;
            double median = sorted.size() % 2 == 1
                    ? sorted.get(middle)
                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Spread(median, sorted.getFirst(), sorted.getLast());
        }
    }

    Results(Scenario scenario) {
        this.scenario = scenario;
        scenario.missing().forEach(peer -> absent.put(peer, peer.missing()));
    }

    void add(Peer peer, Figures figures) {
        rounds.computeIfAbsent(peer, key -> new ArrayList<>()).add(figures);
    }

    /** Takes a peer out that can't be measured, although it is here. */
    void fail(Peer peer, String reason) {
        rounds.remove(peer);
        absent.put(peer, reason);
        failed = true;
    }

    /** Takes all peers out: the machine or the time does not allow it. */
    void leaveOut(String reason) {
        scenario.present().forEach(peer -> absent.put(peer, reason));
    }

    /** Notes what a reader of the table has to know. */
    void note(String line) {
        notes.add(line);
    }

    List<String> notes() {
        return notes;
    }

    /** Notes a command line of a measurement; returns whether it is new. */
    boolean command(String line) {
        return commands.add(line);
    }

    Scenario scenario() {
        return scenario;
    }

    /** Returns who was measured, in the scenario's order. */
    List<Peer> measured() {
        return scenario.peers().stream().filter(rounds::containsKey).toList();
    }

    boolean isHere(Peer peer) {
        return !absent.containsKey(peer);
    }

    Map<Peer, String> absent() {
        return absent;
    }

    /** Returns the command lines of its measurements; what differs only in the server is there once. */
    Set<String> commands() {
        return commands;
    }

    /** Notes how busy the machine is now that all is measured, with this and with other things. */
    void end() {
        loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    double loadAverage() {
        return loadAverage;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Returns a figure of a peer over all rounds. */
    Spread of(Peer peer, ToDoubleFunction<Figures> figure) {
        return Spread.of(rounds.getOrDefault(peer, List.of()).stream().map(figure::applyAsDouble).toList());
    }

    Spread value(Peer peer) {
        return of(peer, scenario.unit()::of);
    }

    /** Returns the peer's figure divided by that of the first, each round by itself: what disturbs a round disturbs both. */
    Spread ratio(Peer peer) {
        List<Figures> first = rounds.getOrDefault(measured().getFirst(), List.of());
        List<Figures> own = rounds.getOrDefault(peer, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(first.size(), own.size()); i++) {
            ratios.add(scenario.unit().of(own.get(i)) / scenario.unit().of(first.get(i)));
        }
        return Spread.of(ratios);
    }

    /** Returns whether in most rounds the load generator was busier than the server. */
    boolean isOfTheGenerator(Peer peer) {
        List<Figures> own = rounds.getOrDefault(peer, List.of());
        boolean paced = scenario.probe() instanceof Probe.ServerUnderLoad load
                && load.words().toString().contains("rate=");
        return !paced && own.stream().filter(Figures::isOfTheGenerator).count() * 2 > own.size();
    }
}
