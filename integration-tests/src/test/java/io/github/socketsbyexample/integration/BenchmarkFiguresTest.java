package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.tools.Installation;

/**
 * What docs/benchmarks.md says of the figures is what its tables say: each number of the prose stands in a row of one
 * that the same paragraph names.
 */
class BenchmarkFiguresTest {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.,-])\\d+(,\\d{3})*(\\.\\d+)?(?![\\w.,]*\\d)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static String prose;
    private static List<List<String>> rows;
    private static Set<String> sizes;

    @BeforeAll
    static void readThePage() throws IOException {
        String page = Files.readString(Installation.home().resolve("docs/benchmarks.md"));
        String figures = page.substring(page.indexOf("<!-- figures"));
        prose = page.substring(page.indexOf("## What the figures say"), page.indexOf("| you have |"));
        rows = figures.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList())
                .toList();
        sizes = figures.lines()
                .filter(line -> line.startsWith("### ") || line.startsWith("| requests/s at"))
                .flatMap(line -> numbers(line).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> wrong(String text) {
        List<String> wrong = new ArrayList<>();
        for (String paragraph : text.split("\\n\\n|\\n(?=\\* )", -1)) {
            Set<String> named = CODE.matcher(paragraph.replaceAll("\\s+", " "))
                    .results()
                    .map(code -> code.group(1))
                    .collect(Collectors.toSet());
            Set<String> measured = rows.stream()
                    .filter(row -> named.contains(row.getFirst()))
                    .flatMap(row -> row.stream().skip(1))
                    .map(BenchmarkFiguresTest::figure)
                    .collect(Collectors.toSet());
            for (String number : numbers(CODE.matcher(paragraph).replaceAll(""))) {
                if (!sizes.contains(number) && !measured.contains(number)) {
                    wrong.add(number + " in: " + paragraph.strip().lines().findFirst().orElse(""));
                }
            }
        }
        return wrong;
    }

    /** A cell's figure without its spread, which stands in brackets, and without its mark. */
    private static String figure(String cell) {
        Matcher number = NUMBER.matcher(cell);
        return number.find() ? number.group() : cell;
    }

    @Test
    void eachNumberOfTheProseStandsInTheTables() {
        assertTrue(numbers(prose).size() > 50, prose);
        assertEquals(List.of(), wrong(prose));
    }

    @Test
    void aNumberOfAnotherRowOrOfNoneIsFound() {
        List<String> row = rows.stream().filter(each -> each.getFirst().equals("selector")).findFirst().orElseThrow();
        String selectors = figure(row.get(1));
        assertEquals(List.of(), wrong("`selector` answers " + selectors + " times"));
        assertEquals(1, wrong("`C threads` answers " + selectors + " times").size());
        assertEquals(1, wrong("`selector` answers 123,456,789 times").size());
    }
}
