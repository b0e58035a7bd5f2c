package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.tools.Installation;

/**
 * Every {@code java} block of every page compiles as it stands, as a file of its own: with its imports, and with a
 * {@code void main()} around what are only statements.
 */
class JavaBlocksTest {

    private static final Pattern BLOCK = Pattern.compile("^ *```java\\b[^\n]*\n(.*?)^ *```",
            Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern PUBLIC_TYPE = Pattern.compile("^public .*?\\b(?:class|interface|record|enum) (\\w+)",
            Pattern.MULTILINE);

    /**
     * A block of a page.
     *
     * @param number counts the page's blocks, from 1
     */
    record Block(Path page, int number, String text) {
        String fileName() {
            Matcher named = PUBLIC_TYPE.matcher(text);
            return (named.find() ? named.group(1) : "Block") + ".java";
        }

        @Override
        public String toString() {
            return page + " " + number;
        }
    }

    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : DocumentationLinksTest.pages()) {
            Matcher found = BLOCK.matcher(Files.readString(Installation.home().resolve(page)));
            for (int number = 1; found.find(); number++) {
                blocks.add(new Block(page, number, found.group(1)));
            }
        }
        assertFalse(blocks.isEmpty(), "no page has a java block: are they still found?");
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void compilesAsItStands(Block block, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(block.fileName()), block.text());
        List<Path> classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        assertEquals(List.of(), Compilation.errors(List.of(file), classPath, folder));
    }
}
