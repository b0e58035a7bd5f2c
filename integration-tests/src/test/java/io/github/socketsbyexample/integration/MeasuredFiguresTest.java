package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.tools.Installation;

/**
 * A figure on a page that somebody measured stands in a section with its date. All others are limits, of ours or of the
 * system, and are listed here. (What {@code ./sockets benchmarks} writes has {@link BenchmarkFiguresTest}; what a console
 * block shows is executed.)
 */
class MeasuredFiguresTest {

    private static final Pattern FIGURE = Pattern.compile(
            "(?<![\\w.,-])(\\d[\\d.,]*) ?(ms|µs|s|seconds|minutes|MB/s|KB|MB|GB|KiB|MiB|GiB|%|times)(?![\\w/])");
    private static final Pattern DATE = Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d\\b");
    private static final Pattern NOT_PROSE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`|\\(\\S*\\)");
    private static final Set<Path> NOT_HERE = Set.of(Path.of("docs", "benchmarks.md"), Path.of("CHANGELOG.md"));

    /** Pages, and what is no measurement there: ours and the system's constants, and what a pitfall shows. */
    private static final String LIMITS = """
            CONTRIBUTING.md: 20 times
            README.zh-CN.md: 2 GB
            docs/claims.md: 10 MiB
            docs/claims.md: 60 s
            docs/errors.md: 10 s
            docs/from-python.md: 0.25 s
            docs/from-python.md: 30 s
            docs/from-python.md: 64 KiB
            docs/looking-at-it.md: 64 KB
            docs/looking-at-it.md: 64 KiB
            http-fetch/README.md: 380 KB
            pitfalls/README.md: 40 ms
            remote-exec/README.md: 10 minutes
            remote-exec/README.md: 10 s
            remote-exec/README.md: 128 KiB
            remote-exec/README.md: 192 MB
            remote-exec/README.md: 2 s
            remote-exec/README.md: 5 s
            tcp-basic/README.md: 64 KB
            udp-basic/README.md: 8,000 times
            """;

    private static List<String> undated(Path page) throws IOException {
        List<String> undated = new ArrayList<>();
        for (String section : Files.readString(Installation.home().resolve(page)).split("(?m)^(?=#{1,3} )", -1)) {
            if (!DATE.matcher(section).find()) {
                FIGURE.matcher(NOT_PROSE.matcher(section).replaceAll(" "))
                        .results()
                        .map(MatchResult::group)
                        .forEach(figure -> undated.add(page + ": " + figure));
            }
        }
        return undated;
    }

    @Test
    void eachFigureIsDatedOrALimit() throws IOException {
        Set<String> undated = new TreeSet<>();
        for (Path page : DocumentationLinksTest.pages()) {
            if (!NOT_HERE.contains(page)) {
                undated.addAll(undated(page));
            }
        }
        assertEquals(new TreeSet<>(LIMITS.lines().toList()), undated,
                "a measurement needs its date, a limit a line here");
    }

    @Test
    void figuresAreFound() {
        List<String> found = FIGURE.matcher("it took 12.5 ms, 3 % of 2 GiB, half of 1,000 MB/s; not 7 of them, nor 2s5")
                .results()
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of("12.5 ms", "3 %", "2 GiB", "1,000 MB/s"), found);
        assertTrue(DATE.matcher("measured on 2026-11-21 (JDK").find());
    }
}
