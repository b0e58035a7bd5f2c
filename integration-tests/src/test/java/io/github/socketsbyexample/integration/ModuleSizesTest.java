package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.tools.Installation;

/** Every example stays a lesson of its own: what all share is small, and none leans on another. */
class ModuleSizesTest {

    private static final Set<String> FOR_ALL = Set.of("common", "command-line");

    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

    @Test
    void commonHasAtMost14ClassesAnd1000Lines() throws IOException {
        List<SourceFile> files = files(file -> file.module().equals("common"));
        int lines = 0;
        for (SourceFile file : files) {
            lines += file.lines();
        }
        assertTrue(!files.isEmpty() && files.size() <= 14, files.size() + " classes");
        assertTrue(lines <= 1_000, lines + " lines");
    }

    @Test
    void commonDependsOnSlf4jAndJSpecifyAlone() throws IOException {
        String pom = Files.readString(Installation.home().resolve("common/pom.xml"));
        Set<String> artifacts = DEPENDENCY.matcher(pom)
                .results()
                .map(MatchResult::group)
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .map(dependency -> dependency.replaceAll("(?s).*<artifactId>(.*)</artifactId>.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("jspecify", "slf4j-api"), artifacts);
    }

    @Test
    void noModuleRefersToAnotherButCommonAndCommandLine() throws IOException {
        assertEquals(List.of(), references(from -> true,
                (from, to) -> !to.module().equals(from.module()) && !FOR_ALL.contains(to.module())));
    }

    @Test
    void commonRefersToNoModule() throws IOException {
        assertEquals(List.of(), references(from -> from.module().equals("common"),
                (from, to) -> !to.module().equals("common")));
    }

    @Test
    void theSocketserverLibraryKnowsNoCommandLine() throws IOException {
        assertEquals(List.of(), references(file -> file.packageName().equals("io.github.socketsbyexample.socketserver"),
                (from, to) -> to.module().equals("command-line")));
    }

    private static List<String> references(Predicate<SourceFile> of, BiPredicate<SourceFile, SourceFile> forbidden)
            throws IOException {
        Map<String, SourceFile> all = SourceFile.all();
        List<String> found = new ArrayList<>();
        List<SourceFile> files = files(of);
        assertTrue(files.size() > 1, "files looked at: " + files);
        for (SourceFile from : files) {
            for (String reference : from.references()) {
                SourceFile to = all.get(reference);
                if (to != null && forbidden.test(from, to)) {
                    found.add(from.className() + " -> " + reference);
                }
            }
        }
        return found;
    }

    private static List<SourceFile> files(Predicate<SourceFile> which) throws IOException {
        return SourceFile.all().values().stream().filter(which).toList();
    }
}
