package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.tools.Installation;

/**
 * The editions of the root README say the same: only their prose differs, and the comments beside commands. A language
 * may need other words to one line, and another order within a sentence, but not another number of points.
 */
class ReadmeEditionsTest {

    private static final String ENGLISH = "README.md";
    private static final String CHINESE = "README.zh-CN.md";

    private static final Pattern BLOCK = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`]+`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern POINT = Pattern.compile("^(#+ |\\* |\\|)", Pattern.MULTILINE); // heading, item, row

    @Test
    void bothShowTheSameBlocks() throws IOException {
        assertEquals(blocks(ENGLISH), blocks(CHINESE));
    }

    @Test
    void bothNameTheSameCommandsAndFilesInTheText() throws IOException {
        assertEquals(codeIn(prose(ENGLISH)), codeIn(prose(CHINESE)));
    }

    @Test
    void bothLinkToTheSamePlacesInTheSameOrder() throws IOException {
        assertEquals(linksBut(CHINESE, ENGLISH), linksBut(ENGLISH, CHINESE));
    }

    @Test
    void bothHaveTheSameHeadingsItemsAndRows() throws IOException {
        assertEquals(found(POINT, 1, prose(ENGLISH)), found(POINT, 1, prose(CHINESE)));
    }

    @Test
    void eachLeadsToTheOther() throws IOException {
        assertEquals(CHINESE, found(LINK, 1, text(ENGLISH)).getFirst());
        assertEquals(ENGLISH, found(LINK, 1, text(CHINESE)).getFirst());
    }

    @Test
    void everyModuleIsInTheDiagram() throws IOException {
        String diagram = blocks(ENGLISH).stream()
                .filter(block -> block.startsWith("```mermaid"))
                .collect(Collectors.joining("\n"));
        Pattern module = Pattern.compile("<module>(.+?)</module>");
        Set<String> missing = new TreeSet<>(found(module, 1, text("pom.xml")));
        missing.removeAll(found(Pattern.compile("[a-z][a-z-]*[a-z]"), 0, diagram));
        assertEquals(Set.of(), missing);
    }

    private static List<String> blocks(String page) throws IOException {
        return found(BLOCK, 0, text(page)).stream()
                .map(block -> block.replaceAll("(?m) +# .*$", ""))
                .toList();
    }

    private static String prose(String page) throws IOException {
        return BLOCK.matcher(text(page)).replaceAll("");
    }

    private static List<String> linksBut(String other, String page) throws IOException {
        return found(LINK, 1, text(page)).stream().filter(link -> !link.equals(other)).toList();
    }

    private static Set<String> codeIn(String text) {
        return found(CODE, 0, text).stream()
                .map(code -> code.replaceAll("\\s+", " "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(match -> match.group(group)).toList();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Installation.home().resolve(file));
    }
}
