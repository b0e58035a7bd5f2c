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
    SLICE(Transport.TCP, true, (out, passage) -> new StreamFaults.Slice(out)),
    /** What arrives within a moment is sent in one piece. */
    GLUE(Transport.TCP, true, (out, passage) -> new StreamFaults.Glue(out)),
    /** Everything arrives later. */
    LATENCY(Transport.TCP, true, (out, passage) -> new StreamFaults.Latency(out)),
    /** After the third byte nothing goes through any more in this direction, not even the end; the connection stays. */
    STALL(Transport.TCP, false, StreamFaults.Stall::new),
    /** After the third byte the connection is closed, towards both sides. */
    CUT_MID_MESSAGE(Transport.TCP, false, StreamFaults.Cut::new),
    /** The connection is reset, towards both sides, before anything was sent. */
    RESET_ON_CONNECT(Transport.TCP, true, (out, passage) -> {
        out.reset();
        return out;
    }),
    /** After the third byte the connection is reset, towards both sides. */
    RESET_MID_MESSAGE(Transport.TCP, false, StreamFaults.Reset::new),
    /** After the third byte the stream ends, and the other one goes on. */
    HALF_CLOSE_EARLY(Transport.TCP, false, StreamFaults.HalfClose::new),
    /** Every byte is another one: random, and never ASCII, because remote-exec runs what it is sent. */
    GARBAGE(Transport.TCP, false, StreamFaults.Garbage::new),

    /** The first datagram is lost. */
    DROP(Transport.UDP, false, (out, passage) -> new DatagramFaults.Drop(out)),
    /** Every datagram arrives twice. */
    DUPLICATE(Transport.UDP, false, (out, passage) -> new DatagramFaults.Duplicate(out)),
    /** The first datagram arrives after the second. */
    REORDER(Transport.UDP, false, (out, passage) -> new DatagramFaults.Reorder(out)),
    /** Every datagram loses its second half. */
    TRUNCATE(Transport.UDP, false, (out, passage) -> new DatagramFaults.Truncate(out));

    private final Transport transport;
    private final boolean bothWaysAtOnce;
    private final Disturbance disturbance;

    /** Puts a fault in front of an outlet. */
    @FunctionalInterface
    private interface Disturbance {
        Outlet disturb(Outlet out, Passage passage) throws IOException;
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
     * Returns what lets it happen to one conversation, which has a relay of its own.
     *
     * @param seed of what is random
     */
    Interference on(Set<Direction> directions, long seed) {
        Passage passage = new Passage(seed);
        return (direction, outlet) -> directions.contains(direction)
                ? disturbance.disturb(outlet, passage)
                : passage.guard(outlet);
    }

    /** Returns the name as the table writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
