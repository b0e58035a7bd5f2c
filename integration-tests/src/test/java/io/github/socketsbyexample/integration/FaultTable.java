package io.github.socketsbyexample.integration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.socketsbyexample.tools.Direction;
import io.github.socketsbyexample.tools.Pair.Transport;
import io.github.socketsbyexample.tools.Pair;

/**
 * What each fault does to each pair, as text: a line is a row, {@code |} stands between cells. A line that begins with
 * the name of a {@link Transport} names the faults of the columns below it; any other begins with a pair. A cell is an
 * outcome, {@code QUESTION / ANSWER} where it matters which of the two is disturbed. A pair that no network carries has
 * the reason in its only cell.
 */
final class FaultTable {

    private static final String NEXT_WAITS = ", next waits";

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /**
     * What shall become of the client and of the one after it.
     *
     * @param nextWaits whether the server serves nobody else until the connection ends
     */
    record Expected(ClientOutcome client, boolean nextWaits) {
        private static Expected parse(String text) {
            boolean nextWaits = text.endsWith(NEXT_WAITS);
            String word = nextWaits ? text.substring(0, text.length() - NEXT_WAITS.length()) : text;
            return new Expected(ClientOutcome.named(word), nextWaits);
        }

        @Override
        public String toString() {
            return client + (nextWaits ? NEXT_WAITS : "");
        }
    }

    /** One run: a fault, the directions that it disturbs, and what is expected of it. */
    record Cell(Fault fault, Set<Direction> directions, Expected expected) {
        @Override
        public String toString() {
            return fault + (directions.size() > 1
                    ? ""
                    : directions.contains(Direction.TO_SERVER)
                            ? " of the question"
                            : " of the answer");
        }
    }

    /** One pair's runs, or why there are none. */
    record Row(String pair, Transport transport, List<Cell> cells, Optional<String> reason) {
        @Override
        public String toString() {
            return pair;
        }
    }

    private FaultTable() {}

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException if it is none, naming the line
     */
    static FaultTable parse(String text) {
        FaultTable table = new FaultTable();
        Transport transport = Transport.NONE;
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            List<String> fields = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            Optional<Transport> named = transport(fields.getFirst());
            try {
                if (named.isPresent()) {
                    transport = named.get();
                    checkHeading(transport, fields.subList(1, fields.size()));
                } else if (table.rows.put(fields.getFirst(), row(transport, fields)) != null) {
                    throw new IllegalArgumentException("a second row for the same pair");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage() + ": " + line, e);
            }
        }
        return table;
    }

    private static Optional<Transport> transport(String name) {
        return Arrays.stream(Transport.values()).filter(each -> each.name().equals(name)).findFirst();
    }

    private static void checkHeading(Transport transport, List<String> names) {
        List<String> faults = Fault.of(transport).stream().map(Fault::toString).toList();
        if (!faults.isEmpty() && !faults.equals(names)) {
            throw new IllegalArgumentException("the columns are not " + faults);
        }
    }

    private static Row row(Transport transport, List<String> fields) {
        List<Fault> faults = Fault.of(transport);
        if (faults.isEmpty()) {
            return new Row(fields.getFirst(), transport, List.of(), Optional.of(fields.get(1)));
        }
        if (fields.size() != faults.size() + 1) {
            throw new IllegalArgumentException(fields.size() - 1 + " cells, not " + faults.size());
        }
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            cells.addAll(cells(faults.get(i), fields.get(i + 1)));
        }
        return new Row(fields.getFirst(), transport, cells, Optional.empty());
    }

    private static List<Cell> cells(Fault fault, String text) {
        String[] words = text.split(" / ", -1);
        List<Set<Direction>> runs = fault.runs();
        if (words.length > runs.size()) {
            throw new IllegalArgumentException(fault + " disturbs both directions at once");
        }
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            cells.add(new Cell(fault, runs.get(i), Expected.parse(words[Math.min(i, words.length - 1)])));
        }
        return cells;
    }

    /** Returns the rows, in their order. */
    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** Returns the row of a pair, if there is one. */
    Optional<Row> row(Pair pair) {
        return Optional.ofNullable(rows.get(pair.toString()));
    }
}
