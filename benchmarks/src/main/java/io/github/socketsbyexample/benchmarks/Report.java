package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.socketsbyexample.tools.Installation;

/**
 * The page about a run: {@code docs/benchmarks.md}, and its charts beside it. Only what is between two marks is written
 * here; what the figures mean stands around them, and is for a person to write.
 */
final class Report {

    static final String BEGIN = "<!-- figures: written by ./sockets benchmarks run --report -->";
    static final String END = "<!-- end of figures -->";

    private static final Path DOCS = Installation.home().resolve("docs");
    private static final List<String> GROWING = List.of("echo-1", "echo-64", "echo-1000", "echo-10000");
    private static final List<String> CONNECTIONS = List.of("1", "64", "1,000", "10,000"); // of those
    private static final Set<String> IN_GROWTH = Set.of("C epoll", "selector", "virtual", "bounded", "Netty nio",
            "CPython threading"); // more lines could not be told apart

    private static final String HEADING = "### ";
    private static final String GROWTH = "Growth with the number of connections";
    private static final String SERVERS = "The servers";

    private final List<String> machine;
    private final List<String> servers;
    private final List<String> order = new ArrayList<>(List.of(GROWTH));
    private final List<Results> all;

    /**
     * Prepares the page.
     *
     * @param machine lines that tell on what all was measured
     * @param servers their command lines
     * @param scenarios all that there are, in the order of the page
     * @param all results of this run
     */
    Report(List<String> machine, List<String> servers, List<Scenario> scenarios, List<Results> all) {
        this.machine = machine;
        this.servers = servers;
        scenarios.forEach(scenario -> order.add(scenario.title()));
        order.add(SERVERS);
        this.all = all;
    }

    /** Writes the page; a section that this run has no figures for stays as it was. */
    void write() throws IOException {
        Path charts = Files.createDirectories(DOCS.resolve("benchmarks"));
        Path page = DOCS.resolve("benchmarks.md");
        String before = Files.exists(page) ? Files.readString(page) : "";
        Map<String, String> sections = sections(before);
        List<Results> growing = growing();
        if (!growing.isEmpty()) {
            Files.writeString(charts.resolve("growth.svg"), Charts.growth(
                    "Echo of 64 bytes, by the number of connections", growing, CONNECTIONS, IN_GROWTH));
            sections.put(GROWTH, growthTable(growing));
        }
        for (Results results : all) {
            if (!results.measured().isEmpty()) {
                sections.put(results.scenario().title(), section(results, charts));
            }
        }
        Map<String, String> commands = new TreeMap<>();
        Stream.concat(sections.getOrDefault(SERVERS, "").lines().filter(line -> line.contains(": ")),
                servers.stream().map(CommandLines::portable))
                .forEach(line -> commands.put(line.substring(0, line.indexOf(": ")), line)); // a later one is the newer
        sections.put(SERVERS, "```text\n" + String.join("\n", commands.values()) + "\n```");

        StringBuilder figures = new StringBuilder(BEGIN + "\n\n" + String.join("; ", machine) + "; " + processor()
                + ".\n\n");
        for (String title : order) {
            if (sections.containsKey(title)) {
                figures.append(HEADING + title + "\n\n" + sections.get(title) + "\n\n");
            }
        }
        Files.writeString(page, replaced(before, figures + END));
    }

    /** Returns what is below each heading of the figures. */
    static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin >= 0 && end > begin) {
            for (String section : page.substring(begin, end).split("\n" + HEADING, -1)) {
                int line = section.indexOf('\n');
                sections.put(section.substring(0, line), section.substring(line).strip());
            }
            sections.remove(BEGIN);
        }
        return sections;
    }

    private static String section(Results results, Path charts) throws IOException {
        Scenario scenario = results.scenario();
        Files.writeString(charts.resolve(scenario.name() + ".svg"), Charts.bars(results));
        Table table = new Table(results);
        List<String> lines = new ArrayList<>(List.of(
                "![" + scenario.title() + ", " + scenario.unit() + "](benchmarks/" + scenario.name() + ".svg)", ""));
        lines.addAll(table.markdown());
        lines.add("");
        for (String note : table.notes()) {
            lines.addAll(List.of(note.replace("*", "\\*"), ""));
        }
        lines.addAll(List.of(String.format(Locale.ROOT, "Measured on %s; load average of the machine afterwards: %.1f.",
                LocalDate.now(ZoneOffset.UTC), results.loadAverage()), "",
                "<details><summary>Commands</summary>", "", "```text"));
        results.commands().forEach(command -> lines.add(CommandLines.portable(command)));
        lines.addAll(List.of("```", "", "</details>"));
        return String.join("\n", lines);
    }

    /** Returns the results that belong together, or none if this run has not all of them. */
    private List<Results> growing() {
        List<Results> growing = GROWING.stream()
                .flatMap(name -> all.stream().filter(results -> results.scenario().name().equals(name)))
                .filter(results -> !results.measured().isEmpty())
                .toList();
        return growing.size() < GROWING.size() ? List.of() : growing;
    }

    /** A row for each peer that is in all of them. */
    private static String growthTable(List<Results> growing) {
        Results few = growing.get(1);
        Results most = growing.getLast();
        List<String> lines = new ArrayList<>(List.of(
                "![Requests per second at 1, 64, 1,000 and 10,000 connections](benchmarks/growth.svg)", "",
                "| requests/s at | " + String.join(" | ", CONNECTIONS) + " | " + CONNECTIONS.getLast() + " : "
                        + CONNECTIONS.get(1) + " |",
                "|---|" + "--:|".repeat(CONNECTIONS.size() + 1)));
        for (Peer peer : most.measured()) {
            if (growing.stream().allMatch(results -> results.measured().contains(peer))) {
                String figures = String.join(" | ", growing.stream()
                        .map(results -> results.scenario().unit().format(results.value(peer).median()))
                        .toList());
                lines.add(String.format(Locale.ROOT, "| %s | %s | %.2f |", peer.name(), figures,
                        most.value(peer).median() / few.value(peer).median()));
            }
        }
        return String.join("\n", lines);
    }

    /** Puts the figures where those of the last run are, or at the end. */
    static String replaced(String page, String figures) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        return begin < 0 || end < begin
                ? page + figures + "\n"
                : page.substring(0, begin) + figures + page.substring(end + END.length());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        String name = "";
        if (Files.exists(info)) {
            name = Files.readAllLines(info)
                    .stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceAll(".*: ", " of "))
                    .findFirst()
                    .orElse("");
        }
        return Runtime.getRuntime().availableProcessors() + " cores" + name;
    }
}
