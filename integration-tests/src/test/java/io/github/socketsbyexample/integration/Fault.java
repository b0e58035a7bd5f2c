package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.socketsbyexample.tools.Direction;
import io.github.socketsbyexample.tools.Interference;
import io.github.socketsbyexample.tools.Outlet;
import io.github.socketsbyexample.tools.Pair.Transport;

/**
 * What may happen to a conversation on its way, by the names that {@link FaultMatrixIT}'s table uses. Those of TCP are
 * triggered by a count of bytes, those of UDP by a count of datagrams, none by the time: a run can be repeated.
 */
enum Fault {

    /** Every byte is sent alone. */
    SLICE(Transport.TCP, true),
    /** What arrives within a moment is sent in one piece. */
    GLUE(Transport.TCP, true),
    /** Everything arrives later. */
    LATENCY(Transport.TCP, true),
    /** After the third byte nothing goes through any more in this direction, not even the end; the connection stays. */
    STALL(Transport.TCP, false),
    /** After the third byte the connection is closed, towards both sides. */
    CUT_MID_MESSAGE(Transport.TCP, false),
    /** The connection is reset, towards both sides, before anything was sent. */
    RESET_ON_CONNECT(Transport.TCP, true),
    /** After the third byte the connection is reset, towards both sides. */
    RESET_MID_MESSAGE(Transport.TCP, false),
    /** After the third byte the stream ends, and the other one goes on. */
    HALF_CLOSE_EARLY(Transport.TCP, false),
    /** Every byte is another one: random, and never ASCII, because remote-exec runs what it is sent. */
    GARBAGE(Transport.TCP, false),

    /** The first datagram is lost. */
    DROP(Transport.UDP, false),
    /** Every datagram arrives twice. */
    DUPLICATE(Transport.UDP, false),
    /** The first datagram arrives after the second. */
    REORDER(Transport.UDP, false),
    /** Every datagram loses its second half. */
    TRUNCATE(Transport.UDP, false);

    private final Transport transport;
    private final boolean bothWaysAtOnce;

    Fault(Transport transport, boolean bothWaysAtOnce) {
        this.transport = transport;
        this.bothWaysAtOnce = bothWaysAtOnce;
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
                ? disturb(outlet, passage)
                : passage.guard(outlet);
    }

    private Outlet disturb(Outlet out, Passage passage) throws IOException {
        return switch (this) {
            case SLICE -> new StreamFaults.Slice(out);
            case GLUE -> new StreamFaults.Glue(out, StreamFaults.Glue.MOMENT);
            case LATENCY -> new StreamFaults.Latency(out);
            case STALL -> new StreamFaults.Stall(out, passage);
            case CUT_MID_MESSAGE -> new StreamFaults.Cut(out, passage);
            case RESET_ON_CONNECT -> {
                out.reset();
                yield out;
            }
            case RESET_MID_MESSAGE -> new StreamFaults.Reset(out, passage);
            case HALF_CLOSE_EARLY -> new StreamFaults.HalfClose(out, passage);
            case GARBAGE -> new StreamFaults.Garbage(out, passage);
            case DROP -> new DatagramFaults.Drop(out);
            case DUPLICATE -> new DatagramFaults.Duplicate(out);
            case REORDER -> new DatagramFaults.Reorder(out);
            case TRUNCATE -> new DatagramFaults.Truncate(out);
        };
    }

    /** Returns the name as the table writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
