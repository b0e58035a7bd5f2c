package io.github.socketsbyexample.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The results of one scenario as a table, for the terminal and for a page. Columns without a figure are left out. */
final class Table {

    private static final String BUSY = "*";

    private final List<String> header = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final Results results;

    Table(Results results) {
        this.results = results;
        Unit unit = results.scenario().unit();
        List<Peer> peers = results.measured();
        column("", peers.stream().map(Peer::name).toList());
        column(unit.toString(), peers.stream().map(this::median).toList());
        if (unit != Unit.KIB_EACH && peers.size() > 1) { // what C needs for itself is next to nothing
            column("x " + (peers.isEmpty() ? "" : peers.getFirst().name()), peers.stream().map(this::ratio).toList());
        }
        figure("p50 µs", "%,.0f", Figures::p50);
        figure("p99 µs", "%,.0f", Figures::p99);
        figure("p99.9 µs", "%,.0f", Figures::p999);
        figure("slowest", "%.2f", Figures::slowest);
        switch (unit) {
            case REQUESTS, CONNECTIONS, COMMANDS -> figure("CPU µs each", "%.1f", Figures::serverMicros);
            case MEGABYTES -> figure("CPU µs/MB", "%,.0f", figures -> figures.serverMicros() * 1e6);
            case MILLISECONDS -> figure("CPU ms", "%.0f", figures -> figures.serverMicros() / 1e3);
            case KIB_EACH -> {
                // Silent connections take no time.
            }
        }
        figure("memory MiB", "%,.1f", figures -> figures.memory() / 1024);
        figure("load's CPU", "%.2f", Figures::loadCpu);
        cells("lost at most", "%,.0f", peer -> results.of(peer, Figures::lost).most());
    }

    private String median(Peer peer) {
        return results.scenario().unit().format(results.value(peer).median())
                + (results.isOfTheGenerator(peer) ? BUSY : "");
    }

    private String ratio(Peer peer) {
        Results.Spread ratio = results.ratio(peer);
        if (peer.equals(results.measured().getFirst())) {
            return "1";
        }
        if (Double.isNaN(ratio.median())) {
            return "";
        }
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.least(), ratio.most());
    }

    private void figure(String name, String format, ToDoubleFunction<Figures> figure) {
        cells(name, format, peer -> results.of(peer, figure).median());
    }

    private void cells(String name, String format, ToDoubleFunction<Peer> value) {
        List<String> cells = new ArrayList<>();
        for (Peer peer : results.measured()) {
            double number = value.applyAsDouble(peer);
            cells.add(Double.isNaN(number) ? "" : String.format(Locale.ROOT, format, number));
        }
        if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
            column(name, cells);
        }
    }

    private void column(String name, List<String> cells) {
        header.add(name);
        for (int i = 0; i < cells.size(); i++) {
            if (rows.size() == i) {
                rows.add(new ArrayList<>());
            }
            rows.get(i).add(cells.get(i));
        }
    }

    /** Returns what the table does not say by itself, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(results.notes());
        if (results.measured().stream().anyMatch(results::isOfTheGenerator)) {
            notes.add(
                    BUSY + " the load generator was busier than this server, which can do more: compare its CPU time");
        }
        Set<String> reasons = Set.copyOf(results.absent().values());
        if (results.measured().isEmpty() && reasons.size() == 1) {
            notes.add("left out: " + reasons.iterator().next());
            return notes;
        }
        results.absent().forEach((peer, reason) -> notes.add("left out: " + peer.name() + " (" + reason + ")"));
        return notes;
    }

    /** Returns the lines for a terminal. */
    List<String> text() {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = all.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
                String blanks = " ".repeat(width - row.get(i).length());
                line.append("  ").append(i == 0 ? row.get(i) + blanks : blanks + row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Returns the lines for a page. */
    List<String> markdown() {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", header) + " |");
        lines.add("|---|" + "--:|".repeat(header.size() - 1));
        rows.forEach(row -> lines.add("| " + String.join(" | ", row).replace("*", "\\*") + " |"));
        return lines;
    }
}
