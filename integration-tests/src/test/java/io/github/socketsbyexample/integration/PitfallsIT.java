package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.OneJvm;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.pitfalls.network.OnHosts;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Transcript;

/**
 * Every pitfall through the command line: it prints what its source's first comment shows. They are found by looking for
 * them, so none is forgotten: in the list, in the packages, and on the page.
 */
class PitfallsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int OLDEST_JDK = 25;
    private static final String NOT_LINUX = "some sources show what Linux does; the tests beside them tell which";
    private static final Path MODULE = Installation.home().resolve("pitfalls");
    private static final Path SOURCES = MODULE.resolve("src/main/java/io/github/socketsbyexample/pitfalls");
    private static final Pattern TRANSCRIPT = Pattern.compile("<pre>\n \\* \\$ ([^\n]+)\n(.*?) \\* </pre>",
            Pattern.DOTALL);

    /** One pitfall: the heading that it stands under, its name, its class within the package, what one sees. */
    record Pitfall(String heading, String name, String className, String summary) {
        @Override
        public String toString() {
            return name;
        }

        boolean takesTwoHosts() {
            return className.startsWith("network.");
        }

        boolean takesIpv6() {
            return text().contains("TwoHosts.FAR_IPV6") || text().contains("Inet6Address");
        }

        boolean isRepairedInNewerJdks() {
            return text().contains("up to JDK " + OLDEST_JDK);
        }

        /** Some are read once, as the JDK's file of host names is. */
        boolean setsPropertiesOfTheJvm() {
            return text().contains("System.setProperty");
        }

        String text() {
            try {
                return Files.readString(source());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean hasNeeds() {
            return takesTwoHosts() || takesIpv6() || isRepairedInNewerJdks() || setsPropertiesOfTheJvm();
        }

        Path source() {
            return SOURCES.resolve(className.replace('.', '/') + ".java");
        }

        Path test() {
            return Path.of(source().toString()
                    .replace('\\', '/')
                    .replace("/src/main/", "/src/test/")
                    .replace(".java", "Test.java"));
        }
    }

    static List<Pitfall> pitfalls() throws IOException {
        List<Pitfall> pitfalls = new ArrayList<>();
        String heading = "";
        for (String line : Files.readAllLines(
                MODULE.resolve("src/main/resources/io/github/socketsbyexample/pitfalls/pitfalls.txt"))) {
            if (line.startsWith("# ")) {
                heading = line.substring(2);
            } else {
                String[] fields = line.split(" +", 3);
                pitfalls.add(new Pitfall(heading, fields[0], fields[1], fields[2]));
            }
        }
        return pitfalls;
    }

    private static ExampleProcess ended(int exitCode, List<String> command) throws Exception {
        try (ExampleProcess process = new ExampleProcess(command)) {
            process.input("");
            assertEquals(exitCode, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            return process;
        }
    }

    private static ExampleProcess ended(int exitCode, String... words) throws Exception {
        return ended(exitCode, Installation.java("pitfalls", List.of(words)));
    }

    /** What one sees, and the pitfalls below it, without those that need a machine, or a JVM, as not all are. */
    static List<Arguments> headings() throws IOException {
        Map<String, List<Pitfall>> headings = new LinkedHashMap<>();
        for (Pitfall pitfall : pitfallsWithoutNeeds()) {
            headings.computeIfAbsent(pitfall.heading(), _ -> new ArrayList<>()).add(pitfall);
        }
        return headings.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue())).toList();
    }

    static List<Pitfall> pitfallsWithoutNeeds() throws IOException {
        return pitfalls().stream().filter(pitfall -> !pitfall.hasNeeds()).toList();
    }

    static List<Pitfall> pitfallsWithNeeds() throws IOException {
        return pitfalls().stream().filter(Pitfall::hasNeeds).toList();
    }

    /** One after the other in one JVM, which is what takes the time. */
    @ParameterizedTest
    @MethodSource("headings")
    @EnabledOnOs(value = OS.LINUX, disabledReason = NOT_LINUX)
    void eachPrintsWhatItsSourceShows(String heading, List<Pitfall> pitfalls) throws Exception {
        Map<String, List<String>> printed = OneJvm.printed("pitfalls", pitfalls.stream().map(Pitfall::name).toList());
        assertAll(heading, pitfalls.stream()
                .map(pitfall -> () -> assertEquals(Optional.empty(),
                        Transcript.difference(shown(pitfall), printed.get(pitfall.name())), pitfall.name())));
    }

    @ParameterizedTest
    @MethodSource("pitfallsWithNeeds")
    @EnabledOnOs(value = OS.LINUX, disabledReason = NOT_LINUX)
    void printsWhatItsSourceShowsWhereItCan(Pitfall pitfall) throws Exception {
        if (pitfall.takesTwoHosts()) {
            OnHosts.require();
        }
        if (pitfall.takesIpv6()) {
            Machine.requireIpv6();
        }
        assumeTrue(Runtime.version().feature() == OLDEST_JDK || !pitfall.isRepairedInNewerJdks(),
                "its broken half is repaired in this JDK");
        printsWhatItsSourceShows(pitfall);
    }

    @ParameterizedTest
    @MethodSource("pitfallsWithoutNeeds")
    @EnabledOnOs(value = OS.LINUX, disabledReason = NOT_LINUX)
    @Tag("full")
    void printsWhatItsSourceShowsInAJvmOfItsOwn(Pitfall pitfall) throws Exception {
        printsWhatItsSourceShows(pitfall);
    }

    private static void printsWhatItsSourceShows(Pitfall pitfall) throws Exception {
        ExampleProcess process = ended(0, pitfall.name());
        assertEquals(Optional.empty(), Transcript.difference(shown(pitfall), process.printed()));
        assertEquals(List.of(), process.complaints());
    }

    private static List<String> shown(Pitfall pitfall) {
        Matcher transcript = TRANSCRIPT.matcher(pitfall.text());
        assertTrue(transcript.find(), "no <pre> with a command and its output in " + pitfall.source());
        assertEquals("./sockets pitfall " + pitfall, transcript.group(1));
        return transcript.group(2)
                .lines()
                .map(line -> line.substring(Math.min(line.length(), " * ".length())))
                .map(line -> line.replaceAll("[0-9]+ ms", "<number> ms"))
                .map(line -> Machine.hasIpv6() ? line : line.replace(", ::1", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pitfalls")
    void isNamedAsItsClassAndHasBothHalvesAndATestAndALineOnThePage(Pitfall pitfall) throws Exception {
        String className = pitfall.source().getFileName().toString().replace(".java", "");
        assertEquals(pitfall.name(), className.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
        String source = pitfall.text();
        assertTrue(source.contains("* Broken: ") && source.contains("* Fixed: "), "which half is which?");
        assertTrue(Files.exists(pitfall.test()), pitfall.test() + " is missing");
        String page = Files.readString(MODULE.resolve("README.md"));
        int heading = page.indexOf("\n## " + pitfall.heading() + "\n");
        assertTrue(heading >= 0, "no heading '" + pitfall.heading() + "' on the page");
        String section = page.substring(heading + 1).replaceFirst("(?s)\n## .*", "");
        assertTrue(section.contains("| " + pitfall.summary() + " |"), "no line for it in that section of the page");
        for (Path file : List.of(pitfall.source(), pitfall.test())) {
            String link = "](" + MODULE.relativize(file).toString().replace('\\', '/') + ")";
            assertTrue(page.contains(link), "no link to " + file + " on the page");
        }
    }

    @Test
    void everyClassThatShowsAPitfallIsListed() throws Exception {
        Set<Path> listed = pitfalls().stream().map(Pitfall::source).collect(Collectors.toCollection(TreeSet::new));
        Set<Path> shown = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("static void main()")) {
                    shown.add(file);
                }
            }
        }
        assertEquals(shown, listed);
    }

    @Test
    void withoutANameAllAreListedUnderWhatOneSees() throws Exception {
        List<String> expected = new ArrayList<>();
        for (Pitfall pitfall : pitfalls()) {
            if (!expected.contains(pitfall.heading())) {
                expected.add(pitfall.heading());
            }
            expected.add(pitfall.name() + " " + pitfall.summary());
        }
        List<String> printed = ended(0).printed();
        assertEquals("usage: ./sockets pitfall [NAME]", printed.getFirst());
        assertEquals(expected, printed.stream()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.startsWith("  ") ? line.strip().replaceFirst(" +", " ") : line)
                .toList());
        assertEquals(printed, ended(0, "--help").printed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "sticky-mesages | there is no pitfall 'sticky-mesages'; did you mean sticky-messages? (see ./sockets pitfall)",
            "--no-such-option | unknown option '--no-such-option' (see ./sockets pitfall)",
            "half-message surplus | unexpected argument 'surplus' (see ./sockets pitfall)"})
    void whatMakesNoSenseIsWrongUsageInOneLine(String words, String line) throws Exception {
        ExampleProcess wrong = ended(2, words.split(" ", -1));
        assertEquals(List.of(line), wrong.complaints());
        assertEquals(List.of(), wrong.printed());
    }

    @Test
    void oneIsStartedByItsClassTooAsAnIdeDoesIt() throws Exception {
        List<String> command = Installation.java("pitfalls", List.of());
        int jar = command.indexOf("-jar");
        command.set(jar, "-cp");
        command.add("io.github.socketsbyexample.pitfalls.tcp.HalfMessage");
        assertEquals(ended(0, "half-message").printed(), ended(0, command).printed());
    }

    @ParameterizedTest
    @CsvSource({"'', '\u001b[31m', '\u001b[32m'", "1, '', ''"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no pseudo-terminals that Python could open")
    void halvesHaveTheirColourOnATerminalThatMayHaveColours(String noColor, String red, String green)
            throws Exception {
        Python.require();
        List<String> command = new ArrayList<>(List.of("env", "TERM=xterm", "NO_COLOR=" + noColor));
        command.addAll(Python.onATerminal());
        command.addAll(Installation.java("pitfalls", List.of("half-message")));
        String shown = String.join("\n", ended(0, command).printed());
        assertTrue(shown.contains("\n" + red + "broken: \"he\""), shown);
        assertTrue(shown.contains("\n" + green + "fixed:  \"hello\""), shown);
    }
}
