package io.github.socketsbyexample.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketsbyexample.common.Addresses;

/**
 * The space between the two ends of a ladder: an event is an arrow and what it carries, in lines of one width. Lines of
 * dashes are TCP's, dots a datagram, stars a reset. One thread at a time.
 */
final class LadderLane {

    private static final int INDENT = 3; // of what stands below an arrow, from its sender's side

    private final int width;
    private final WireText text;
    private final boolean hex;

    /**
     * Draws in so many columns.
     *
     * @param hex whether chunks are shown in hexadecimal too; otherwise text stands in its arrow where it fits
     */
    LadderLane(int width, WireText text, boolean hex) {
        this.width = width;
        this.text = text;
        this.hex = hex;
    }

    /** Draws an event. */
    List<String> draw(WireEvent event) {
        String half = text.end(event);
        return switch (event) {
            case WireEvent.Connected connected ->
                List.of(arrow(Direction.TO_SERVER, '-', "SYN from " + Addresses.format(connected.client())));
            case WireEvent.Refused refused -> Stream.concat(
                    Stream.of(arrow(Direction.TO_SERVER, '-', "SYN from " + Addresses.format(refused.client()), "X")),
                    Columns.wrap(refused.reason(), width - 2 * INDENT).stream().map(line -> row(INDENT, line)))
                    .toList();
            case WireEvent.Unreachable _ ->
                List.of(arrow(Direction.TO_CLIENT, '.', "ICMP: port unreachable", "X"));
            case WireEvent.Ended ended -> List.of(arrow(ended.direction(), '-',
                    half + (ended.last() ? "FIN: closed" : "FIN: half-closed")));
            case WireEvent.Reset reset -> List.of(arrow(reset.direction(), '*', half + "RST: aborted"));
            case WireEvent.Cut _ -> List.of(arrow(Direction.TO_SERVER, '=', half + "stopped: both sides closed", "="));
            case WireEvent.Bytes bytes -> payload(bytes, '-', size(bytes));
            case WireEvent.Datagram datagram -> payload(datagram, '.', "datagram: " + size(datagram));
        };
    }

    private List<String> payload(WireEvent.Payload payload, char line, String label) {
        List<String> shown = new ArrayList<>(WireText.lines(text.decode(payload)));
        int rest = payload.count() - text.shown(payload);
        if (!hex && rest == 0 && shown.size() == 1 && Columns.width(shown.getFirst()) <= width - 7) {
            return List.of(arrow(payload.direction(), line, shown.getFirst()));
        }
        if (hex) {
            shown.addAll(text.hex(payload));
        }
        if (rest > 0) {
            shown.add("... " + rest + " more");
        }
        int columns = Math.min(WireText.HEX_COLUMNS, width - 2 * INDENT);
        int indent = payload.direction() == Direction.TO_SERVER ? INDENT : width - INDENT - columns;
        List<String> lines = new ArrayList<>(List.of(arrow(payload.direction(), line, label)));
        for (String row : shown) {
            Columns.wrap(row, columns).forEach(piece -> lines.add(row(indent, piece)));
        }
        return lines;
    }

    private String row(int indent, String content) {
        return Columns.fit(" ".repeat(indent) + content, width);
    }

    private static String size(WireEvent.Payload payload) {
        return payload.count() == 1 ? "1 byte" : payload.count() + " bytes";
    }

    private String arrow(Direction direction, char line, String label) {
        return arrow(direction, line, label, direction == Direction.TO_SERVER ? ">" : "<");
    }

    private String arrow(Direction direction, char line, String label, String head) {
        String shown = " " + Columns.fit(label, Math.min(Columns.width(label), width - 6)) + " ";
        String tail = String.valueOf(line).repeat(2);
        String shaft = String.valueOf(line).repeat(width - 3 - Columns.width(shown));
        return direction == Direction.TO_SERVER ? tail + shown + shaft + head : head + shaft + shown + tail;
    }
}
