package io.github.socketsbyexample.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Results as pictures: bars for the peers of one scenario, lines for what grows. */
final class Charts {

    private static final int WIDTH = 760;
    private static final int NAMES = 170; // room for the peers' names
    private static final int FIGURES = 110; // room for the figures
    private static final int TOP = 48;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int PLOT = 300; // height of what the lines are in
    private static final int LABEL = 16; // least distance of two names beside lines
    private static final List<String> DASHES = List.of("", "second", "third", "fourth");

    private Charts() {}

    /** Draws a bar for each peer's median, and over it how far its rounds went. */
    static String bars(Results results) {
        Scenario scenario = results.scenario();
        List<Peer> peers = results.measured();
        double most = peers.stream().mapToDouble(peer -> results.value(peer).most()).max().orElse(1);
        double scale = (WIDTH - NAMES - FIGURES) / most;
        Svg svg = new Svg(WIDTH, TOP + ROW * peers.size() + 14);
        svg.text("title", "start", 16, 24, scenario.title());
        svg.text("faint", "end", WIDTH - 16, 24,
                scenario.unit() + (scenario.unit().moreIsBetter() ? ", more is better" : ", less is better"));
        for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get(i);
            Results.Spread value = results.value(peer);
            double y = TOP + ROW * i;
            svg.text("", "end", NAMES - 10, y + BAR - 3, peer.name());
            svg.rectangle(Svg.type(peer.house()), NAMES, y, Math.max(1, value.median() * scale), BAR);
            svg.line("range", NAMES + value.least() * scale, y + BAR / 2.0, NAMES + value.most() * scale,
                    y + BAR / 2.0);
            svg.text("", "start", NAMES + value.most() * scale + 8, y + BAR - 3,
                    scenario.unit().format(value.median()));
        }
        return svg.toString();
    }

    /** A line of {@link #growth}. */
    private record Line(Peer peer, String type, List<Double> values) {
        double end() {
            return values.getLast();
        }
    }

    /**
     * Draws a line for each peer that is in all of these results, in their order.
     *
     * @param labels of the results, from left to right
     */
    static String growth(String title, List<Results> results, List<String> labels, Set<String> names) {
        List<Line> lines = lines(results, names);
        double most = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        double step = (WIDTH - 60.0 - NAMES) / (results.size() - 1);
        Svg svg = new Svg(WIDTH, TOP + PLOT + 40);
        svg.text("title", "start", 16, 24, title);
        svg.text("faint", "end", WIDTH - 16, 24, results.getFirst().scenario().unit() + ", more is better");
        grid(svg, most);
        for (int i = 0; i < labels.size(); i++) {
            svg.text("faint", "middle", 60 + step * i, TOP + PLOT + 22, labels.get(i));
        }
        double lowest = 0;
        for (Line line : lines) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < line.values().size(); i++) {
                double x = 60 + step * i;
                double y = y(line.values().get(i), most);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
                svg.dot(Svg.type(line.peer().house()), x, y);
            }
            svg.polyline(Svg.type(line.peer().house()) + " " + line.type(), points.toString().strip());
            lowest = Math.max(y(line.end(), most) + 4, lowest + LABEL); // names don't cover one another
            svg.text("", "start", 60 + step * (results.size() - 1) + 10, lowest, line.peer().name());
        }
        return svg.toString();
    }

    private static List<Line> lines(List<Results> results, Set<String> names) {
        List<Line> lines = new ArrayList<>();
        for (Peer peer : results.getLast().measured()) {
            if (names.contains(peer.name()) && results.stream().allMatch(each -> each.measured().contains(peer))) {
                long before = lines.stream().filter(line -> line.peer().house() == peer.house()).count();
                lines.add(new Line(peer, DASHES.get((int) before % DASHES.size()),
                        results.stream().map(each -> each.value(peer).median()).toList()));
            }
        }
        lines.sort(Comparator.comparingDouble(Line::end).reversed());
        return lines;
    }

    private static void grid(Svg svg, double most) {
        double unit = Math.pow(10, Math.floor(Math.log10(most)));
        double step = most / unit < 2.5 ? unit / 2 : unit;
        for (double value = 0; value <= most; value += step) {
            svg.line("grid", 60, y(value, most), WIDTH - NAMES, y(value, most));
            svg.text("faint", "end", 54, y(value, most) + 4, String.format(Locale.ROOT, "%,.0fk", value / 1000));
        }
    }

    private static double y(double value, double most) {
        return TOP + PLOT - PLOT * value / most;
    }
}
