package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.common.CommandList;
import io.github.socketsbyexample.common.Machine;

/**
 * Every pitfall from its jar, through the command line: it prints what its source's first comment shows. They are found
 * by looking for them, so none is forgotten: in the lists, in the packages, and on the page.
 */
class PitfallsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int OLDEST_JDK = 25;
    private static final Path PAGE = Path.of("docs", "pitfalls.md");
    private static final Pattern TRANSCRIPT = Pattern.compile("<pre>\n \\* \\$ ([^\n]+)\n(.*?) \\* </pre>",
            Pattern.DOTALL);

    /** One pitfall: {@code MODULE pitfall}, its name, what one sees, and the file that shows it. */
    record Pitfall(String command, String name, String summary, Path source) {
        @Override
        public String toString() {
            return command + " " + name;
        }

        Path test() {
            return Path
                    .of(source.toString()
                            .replace('\\', '/')
                            .replace("/src/main/", "/src/test/")
                            .replace(".java", "Test.java"));
        }
    }

    static List<Pitfall> pitfalls() throws IOException {
        List<Pitfall> pitfalls = new ArrayList<>();
        for (Map.Entry<Path, CommandList> list : Commands.lists("pitfalls.txt").entrySet()) {
            Path sources = folderOfSources(list.getKey());
            for (CommandList.Command each : list.getValue().commands()) {
                pitfalls.add(new Pitfall(list.getValue().module(), each.name(), each.summary(),
                        sources.resolve(each.className() + ".java")));
            }
        }
        return pitfalls;
    }

    private static Path folderOfSources(Path list) {
        String folder = list.resolveSibling("").toString().replace('\\', '/');
        return Path.of(folder.replace("/main/resources/", "/main/java/"));
    }

    @ParameterizedTest
    @MethodSource("pitfalls")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "some sources show what Linux does; the tests beside them tell which")
    void printsWhatItsSourceShows(Pitfall pitfall) throws Exception {
        String source = Files.readString(pitfall.source());
        assumeTrue(Runtime.version().feature() == OLDEST_JDK || !source.contains("up to JDK " + OLDEST_JDK),
                "its broken half is repaired in this JDK");
        Matcher transcript = TRANSCRIPT.matcher(source);
        assertTrue(transcript.find(), "no <pre> with a command and its output in " + pitfall.source());
        assertEquals("./sockets " + pitfall, transcript.group(1));
        List<String> expected = transcript.group(2)
                .lines()
                .map(line -> line.substring(Math.min(line.length(), " * ".length())))
                .map(line -> line.replaceAll("[0-9]+ ms", "<number> ms"))
                .map(line -> Machine.hasIpv6() ? line : line.replace(", ::1", ""))
                .toList();
        List<String> words = List.of(pitfall.toString().split(" "));
        try (ExampleProcess process = new ExampleProcess(
                Installation.java(words.getFirst(), words.subList(1, words.size())))) {
            process.input("");
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            assertEquals(Optional.empty(), Transcript.difference(expected, process.printed()));
            assertEquals(List.of(), process.complaints());
        }
    }

    @ParameterizedTest
    @MethodSource("pitfalls")
    void isNamedAsItsClassAndHasBothHalvesAndATestAndALineOnThePage(Pitfall pitfall) throws Exception {
        String className = pitfall.source().getFileName().toString().replace(".java", "");
        assertEquals(pitfall.name(), className.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
        String source = Files.readString(pitfall.source());
        assertTrue(source.contains("* Broken: ") && source.contains("* Fixed: "), "which half is which?");
        assertTrue(Files.exists(pitfall.test()), pitfall.test() + " is missing");
        String page = Files.readString(Installation.home().resolve(PAGE));
        assertTrue(page.contains("| " + pitfall.summary() + " |"), "no line for it in " + PAGE);
        for (Path file : List.of(pitfall.source(), pitfall.test())) {
            String link = "](../" + Installation.home().relativize(file).toString().replace('\\', '/') + ")";
            assertTrue(page.contains(link), "no link to " + file + " in " + PAGE);
        }
    }

    @Test
    void everyClassThatShowsAPitfallIsListed() throws Exception {
        Set<Path> listed = pitfalls().stream().map(Pitfall::source).collect(Collectors.toCollection(TreeSet::new));
        Set<Path> shown = new TreeSet<>();
        try (Stream<Path> files = Files.find(Installation.home(), 12,
                (path, attributes) -> path.toString().replace('\\', '/').matches(".*/src/main/java/.*/pitfalls/.*"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("void main(") && !file.endsWith("Pitfalls.java")) {
                    shown.add(file);
                }
            }
        }
        assertEquals(shown, listed);
    }
}
