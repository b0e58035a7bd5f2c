package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sequence diagrams of all pairs, recorded from runs: a page a module in {@code docs/diagrams}, beside what both ends
 * are called with and print, and copies in the modules' READMEs after a comment {@code recorded: NAME}. Ports, addresses
 * and times in the diagrams are placeholders.
 */
public final class Diagrams {

    private static final String BLOCK = "```mermaid\n(.*?)```\n";
    private static final Pattern RECORDED = Pattern.compile("<!-- recorded: (.*?) -->\n" + BLOCK, Pattern.DOTALL);

    private static final Pattern ARROW = Pattern.compile("    (S|C[0-9]+)-[^SC]+(S|C[0-9]+): (.*)");

    private Diagrams() {}

    /**
     * Runs a pair and returns its diagram.
     *
     * @throws IOException if the run is not as the catalogue says
     */
    public static String record(Pair pair) throws IOException, InterruptedException {
        List<WireEvent> events = new CopyOnWriteArrayList<>();
        Optional<String> wrong = new PairRun(pair).observedBy(events::add).run((end, line) -> {});
        if (wrong.isPresent()) {
            throw new IOException(pair + " did not go as expected: " + wrong.get());
        }
        StringWriter diagram = new StringWriter();
        try (SequenceDiagram drawing = new SequenceDiagram(new PrintWriter(diagram),
                pair.client().command().getFirst(), pair.server().command().getFirst(), pair.charset(),
                Transcript::withPlaceholders)) {
            events.forEach(drawing::draw);
        }
        return diagram.toString();
    }

    /** Returns the pairs of a module that have a diagram: those that the network carries. */
    public static List<Pair> pairsOf(String module) {
        return Catalogue.PAIRS.stream()
                .filter(pair -> pair.module().equals(module))
                .filter(pair -> pair.transport().isNetwork())
                .toList();
    }

    /** Returns where the diagrams of a module are. */
    public static Path page(String module) {
        return Installation.home().resolve("docs/diagrams").resolve(module + ".md");
    }

    /** Returns where a module shows some of them too. */
    public static Path readme(String module) {
        return Installation.home().resolve(module).resolve("README.md");
    }

    /** Returns the diagram of a pair on a page, if it is there. */
    public static Optional<String> onPage(String page, Pair pair) {
        Matcher section = Pattern.compile("## " + Pattern.quote(pair.name()) + "\n[^#]*?" + BLOCK, Pattern.DOTALL)
                .matcher(page);
        return section.find() ? Optional.of(section.group(1)) : Optional.empty();
    }

    /** Returns the text of a module's page: all its pairs, and the diagrams of those that have one. */
    public static String page(String module, List<Pair> pairs, List<String> diagrams) {
        StringBuilder page = new StringBuilder("# " + module + " on the wire\n\n"
                + "Recorded by `./sockets record-diagrams` from a run of each pair. A solid arrow is data "
                + "or a SYN,\na dashed one a FIN, an open one a datagram. Below it stands what one types at each end, "
                + "and what\nthat prints; addresses and times are examples.\n");
        for (Pair pair : Catalogue.PAIRS.stream().filter(pair -> pair.module().equals(module)).toList()) {
            page.append("\n## ").append(pair.name()).append("\n\nWhat it shows: ").append(pair.shows()).append(".\n");
            if (pairs.contains(pair)) {
                page.append("\n```mermaid\n").append(diagrams.get(pairs.indexOf(pair))).append("```\n");
            }
            Stream.concat(pair.ends().stream(), Stream.of(pair.second()).filter(_ -> pair.takesTwo()))
                    .map(end -> ShellSession.of(end, pair.takesTwo()))
                    .forEach(session -> page.append("\n```text\n").append(session).append("```\n"));
        }
        return page.toString();
    }

    /** Returns a README with its copies of diagrams taken from the module's page. */
    public static String withCopies(String readme, List<Pair> pairs, List<String> diagrams) {
        return RECORDED.matcher(readme).replaceAll(copy -> {
            List<String> names = pairs.stream().map(Pair::name).toList();
            int i = names.indexOf(copy.group(1));
            if (i < 0) {
                throw new IllegalArgumentException("there is no pair '" + copy.group(1) + "' to be shown");
            }
            return Matcher.quoteReplacement(
                    "<!-- recorded: " + copy.group(1) + " -->\n```mermaid\n" + diagrams.get(i) + "```\n");
        });
    }

    /**
     * Returns what two recordings of the same conversation have in common: the readable text that each side sent on each
     * connection, in its order. All else is a race: which of two ends of streams comes last, whether one comes before or
     * after what the other side sends, or between two chunks of it, and what of a program's output goes into one frame,
     * and so the numbers in the frame's head.
     */
    public static List<String> shape(String diagram) {
        List<String> shape = new ArrayList<>();
        Map<String, String> sent = new TreeMap<>();
        for (String line : diagram.lines().toList()) {
            Matcher arrow = ARROW.matcher(line);
            if (arrow.matches()) {
                String text = arrow.group(3)
                        .replace("FIN: closed", "FIN")
                        .replaceAll("\\\\(x[0-9a-f]{2}|[rnt])|<br/>", "");
                sent.merge(arrow.group(1) + " to " + arrow.group(2) + ": ", text, String::concat);
            } else {
                shape.add(line);
            }
        }
        sent.forEach((way, text) -> shape.add(way + text));
        return shape;
    }

    /** Records the diagrams of a module, and writes those whose shape has changed; returns the names of these. */
    static List<String> rewrite(String module) throws IOException, InterruptedException {
        List<Pair> pairs = pairsOf(module);
        String before = Files.exists(page(module)) ? Files.readString(page(module)) : "";
        List<String> diagrams = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Pair pair : pairs) {
            String recorded = record(pair);
            Optional<String> same = onPage(before, pair).filter(old -> shape(old).equals(shape(recorded)));
            diagrams.add(same.orElse(recorded));
            if (same.isEmpty()) {
                changed.add(pair.name());
            }
        }
        Files.createDirectories(page(module).getParent());
        Files.writeString(page(module), page(module, pairs, diagrams));
        Files.writeString(readme(module), withCopies(Files.readString(readme(module)), pairs, diagrams));
        return changed;
    }

    /** Returns the modules whose pairs have diagrams. */
    public static List<String> modules() {
        return Catalogue.PAIRS.stream()
                .map(Pair::module)
                .distinct()
                .filter(module -> !pairsOf(module).isEmpty())
                .toList();
    }
}
