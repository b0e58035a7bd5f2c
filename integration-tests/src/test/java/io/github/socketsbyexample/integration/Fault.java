package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.socketsbyexample.integration.Pair.Transport;

/**
 * What may happen to a conversation on its way, by the names that {@link FaultMatrixIT}'s table uses. Those of TCP are
 * triggered by a count of bytes, those of UDP by a count of datagrams, none by the time: a run can be repeated.
 */
enum Fault {

    /** Every byte is sent alone. */
    SLICE(Transport.TCP, true, (out, seed) -> new StreamFaults.Slice(out)),
    /** What arrives within a moment is sent in one piece. */
    GLUE(Transport.TCP, true, (out, seed) -> new StreamFaults.Glue(out)),
    /** Everything arrives later. */
    LATENCY(Transport.TCP, true, (out, seed) -> new StreamFaults.Latency(out)),
    /** After the third byte nothing goes through any more, not even an end; the connection stays. */
    STALL(Transport.TCP, false, (out, seed) -> new StreamFaults.Broken(out, stalled -> {})),
    /** After the third byte the connection is closed, towards both sides. */
    CUT_MID_MESSAGE(Transport.TCP, false, (out, seed) -> new StreamFaults.Broken(out, Outlet::cut)),
    /** The connection is reset, towards both sides, before anything was sent. */
    RESET_ON_CONNECT(Transport.TCP, true, (out, seed) -> {
        out.reset();
        return out;
    }),
    /** After the third byte the connection is reset, towards both sides. */
    RESET_MID_MESSAGE(Transport.TCP, false, (out, seed) -> new StreamFaults.Broken(out, Outlet::reset)),
    /** After the third byte the stream ends, and the other one goes on. */
    HALF_CLOSE_EARLY(Transport.TCP, false, (out, seed) -> new StreamFaults.Broken(out, Outlet::end)),
    /** Every byte is another one: random, and never ASCII, because remote-exec runs what it is sent. */
    GARBAGE(Transport.TCP, false, StreamFaults.Garbage::new),

    /** The first datagram is lost. */
    DROP(Transport.UDP, false, (out, seed) -> new DatagramFaults.Drop(out)),
    /** Every datagram arrives twice. */
    DUPLICATE(Transport.UDP, false, (out, seed) -> new DatagramFaults.Duplicate(out)),
    /** The first datagram arrives after the second. */
    REORDER(Transport.UDP, false, (out, seed) -> new DatagramFaults.Reorder(out)),
    /** Every datagram loses its second half. */
    TRUNCATE(Transport.UDP, false, (out, seed) -> new DatagramFaults.Truncate(out));

    private final Transport transport;
    private final boolean bothWaysAtOnce;
    private final Disturbance disturbance;

    /** Puts a fault in front of an outlet. */
    @FunctionalInterface
    private interface Disturbance {
        Outlet disturb(Outlet out, long seed) throws IOException;
    }

    Fault(Transport transport, boolean bothWaysAtOnce, Disturbance disturbance) {
        this.transport = transport;
        this.bothWaysAtOnce = bothWaysAtOnce;
        this.disturbance = disturbance;
    }

    /** Returns those that a transport knows, in the order of the table's columns. */
    static List<Fault> of(Transport transport) {
        return List.of(values()).stream().filter(fault -> fault.transport == transport).toList();
    }

    /** Returns which directions to disturb, run by run: both at once, or first the questions and then the answers. */
    List<Set<Direction>> runs() {
        return bothWaysAtOnce
                ? List.of(EnumSet.allOf(Direction.class))
                : List.of(EnumSet.of(Direction.TO_SERVER), EnumSet.of(Direction.TO_CLIENT));
    }

    /**
     * Returns what lets it happen to every conversation that goes through a relay.
     *
     * @param seed of what is random
     */
    Interference on(Set<Direction> directions, long seed) {
        return (direction, outlet) -> directions.contains(direction) ? disturbance.disturb(outlet, seed) : outlet;
    }

    /** Returns the name as the table writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
