package io.github.socketsbyexample.benchmarks;

import java.util.List;

/**
 * One thing that is measured.
 *
 * @param name as the command line writes it
 * @param title for people
 * @param unit of the figure
 * @param peers who takes part; the first that is here is what the others are compared with
 * @param probe how it is measured
 * @param mostRounds a limit for what takes long
 * @param length of a measurement, in those of the others: who has many to serve needs time to serve them all
 * @param effort how long one takes from its begin to its end, in those of the others: only for sharing the time
 */
record Scenario(String name, String title, Unit unit, List<Peer> peers, Probe probe, int mostRounds,
        int length, int effort) {

    static Scenario of(String name, String title, Unit unit, List<Peer> peers, Probe probe) {
        return new Scenario(name, title, unit, peers, probe, Integer.MAX_VALUE, 1, 1);
    }

    Scenario withAtMost(int rounds) {
        return new Scenario(name, title, unit, peers, probe, rounds, length, effort);
    }

    Scenario ofLength(int measurements) {
        return new Scenario(name, title, unit, peers, probe, mostRounds, measurements, effort);
    }

    Scenario ofEffort(int measurements) {
        return new Scenario(name, title, unit, peers, probe, mostRounds, length, measurements);
    }

    /** Returns about how long it takes, in measurements of usual length. */
    long weight(int rounds) {
        return (long) present().size() * effort * Math.min(rounds, mostRounds);
    }

    List<Peer> present() {
        return peers.stream().filter(Peer::isHere).toList();
    }

    List<Peer> missing() {
        return peers.stream().filter(peer -> !peer.isHere()).toList();
    }

    /** Returns the servers that it needs. */
    List<Peer> servers() {
        return switch (probe) {
            case Probe.ServerUnderLoad load -> present();
            case Probe.Client client -> List.of(client.source());
            case Probe.Start start -> List.of();
            case Probe.Own own -> List.of();
        };
    }
}
