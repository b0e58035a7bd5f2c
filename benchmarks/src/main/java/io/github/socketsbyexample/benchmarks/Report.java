package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.socketsbyexample.integration.Installation;

/**
 * The page about a run: {@code docs/benchmarks.md}, and its charts beside it. Only what is between two marks is written
 * here; what the figures mean stands around them, and is for a person to write.
 */
final class Report {

    static final String BEGIN = "<!-- figures: written by ./sockets benchmarks run --report -->";
    static final String END = "<!-- end of figures -->";

    private static final Path DOCS = Installation.home().resolve("docs");
    private static final List<String> GROWING = List.of("echo-1", "echo-64", "echo-1000", "echo-10000");
    private static final Set<String> IN_GROWTH = Set.of("C epoll", "selector", "virtual", "platform", "Netty nio",
            "CPython threading"); // more lines could not be told apart

    private final List<String> machine;
    private final List<String> servers;
    private final List<Results> all;

    /**
     * Prepares the page.
     *
     * @param machine lines that tell on what all was measured
     * @param servers their command lines
     */
    Report(List<String> machine, List<String> servers, List<Results> all) {
        this.machine = machine;
        this.servers = servers;
        this.all = all;
    }

    /** Writes the page and returns where it is. */
    Path write() throws IOException {
        Path charts = Files.createDirectories(DOCS.resolve("benchmarks"));
        List<String> lines = new ArrayList<>(List.of(BEGIN, "", "Measured on "
                + LocalDate.now(ZoneOffset.UTC) + ": " + String.join("; ", machine) + "; " + processor() + ".", ""));
        Optional<String> growth = growth();
        if (growth.isPresent()) {
            Files.writeString(charts.resolve("growth.svg"), growth.get());
            lines.addAll(List.of("### Growth with the number of connections", "",
                    "![Requests per second at 1, 64, 1,000 and 10,000 connections](benchmarks/growth.svg)", ""));
        }
        for (Results results : all) {
            lines.addAll(section(results, charts));
        }
        lines.addAll(List.of("### The servers", "", "```text"));
        servers.forEach(server -> lines.add(CommandLines.portable(server)));
        lines.addAll(List.of("```", "", END));
        Path page = DOCS.resolve("benchmarks.md");
        Files.writeString(page, replaced(Files.exists(page) ? Files.readString(page) : "", String.join("\n", lines)));
        return page;
    }

    private static List<String> section(Results results, Path charts) throws IOException {
        Scenario scenario = results.scenario();
        Table table = new Table(results);
        List<String> lines = new ArrayList<>(List.of("### " + scenario.title(), ""));
        if (!results.measured().isEmpty()) {
            Files.writeString(charts.resolve(scenario.name() + ".svg"), Charts.bars(results));
            lines.addAll(List.of("![" + scenario.title() + ", " + scenario.unit() + "](benchmarks/" + scenario.name()
                    + ".svg)", ""));
            lines.addAll(table.markdown());
            lines.add("");
        }
        for (String note : table.notes()) {
            lines.addAll(List.of(note.replace("*", "\\*"), ""));
        }
        lines.addAll(List.of("<details><summary>Commands</summary>", "", "```text"));
        results.commands().forEach(command -> lines.add(CommandLines.portable(command)));
        lines.addAll(List.of("```", "", "</details>", ""));
        return lines;
    }

    private Optional<String> growth() {
        List<Results> growing = GROWING.stream()
                .flatMap(name -> all.stream().filter(results -> results.scenario().name().equals(name)))
                .filter(results -> !results.measured().isEmpty())
                .toList();
        return growing.size() < GROWING.size()
                ? Optional.empty()
                : Optional.of(Charts.growth(
                        "Echo of 64 bytes, by the number of connections", growing,
                        List.of("1", "64", "1,000", "10,000"),
                        IN_GROWTH));
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
