package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.tools.Installation;

/**
 * The root README's table of what comes along with a class that is copied is right, in both editions. It is read from
 * the compiled classes: every file of the modules that the class refers to, what those refer to, and so on; the lines of
 * these files; and the jars whose classes they refer to. JSpecify's is one where they use its annotations; the packages'
 * pages, which do, stay behind. That is enough: these files compile with these jars alone.
 */
class CopyTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| \\[\\w+\\]\\(\\S+/src/main/java/(\\S+)\\.java\\) \\|.*$",
            Pattern.MULTILINE);

    /**
     * A row as it stands.
     *
     * @param none what the edition calls no jar at all
     * @param files what comes along, the class's own among them
     */
    record Row(String page, String none, String className, String text, Set<SourceFile> files) {
        @Override
        public String toString() {
            return page + " " + className;
        }
    }

    static List<Row> rows() throws IOException {
        Map<String, SourceFile> all = SourceFile.all();
        List<Row> rows = new ArrayList<>(rows("README.md", "none", all));
        rows.addAll(rows("README.zh-CN.md", "无", all));
        assertEquals(2 * 8, rows.size(), "rows that begin with a link to a class");
        return rows;
    }

    private static List<Row> rows(String page, String none, Map<String, SourceFile> all) throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher found = ROW.matcher(Files.readString(Installation.home().resolve(page)));
        while (found.find()) {
            String className = found.group(1).replace('/', '.');
            SourceFile copied = all.get(className);
            assertNotNull(copied, () -> page + ": no module has a " + className);
            rows.add(new Row(page, none, className, found.group(), copied.withAllItNeeds(all)));
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void figuresAreThoseOfTheClasses(Row row) throws IOException {
        String jars = String.join(", ", jars(row.files()).keySet());
        String right = String.format(Locale.ROOT, "| %d | %,d | %s |", row.files().size(), lines(row.files()),
                jars.isEmpty() ? row.none() : jars);
        assertEquals(row.text().replaceFirst("\\) \\|.*", ") ") + right, row.text());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theseFilesCompileWithTheseJarsAlone(Row row, @TempDir Path folder) throws IOException {
        List<Path> sources = row.files().stream().map(SourceFile::path).toList();
        assertEquals(List.of(), Compilation.errors(sources, List.copyOf(jars(row.files()).values()), folder));
    }

    private static int lines(Set<SourceFile> files) throws IOException {
        int lines = 0;
        for (SourceFile file : files) {
            lines += file.lines();
        }
        return lines;
    }

    /** Returns the jars by the names of their artifacts. */
    private static Map<String, Path> jars(Set<SourceFile> files) throws IOException {
        Map<String, Path> jars = new TreeMap<>();
        for (SourceFile file : files) {
            for (String reference : file.references()) {
                if (!reference.startsWith("io.github.socketsbyexample.")) { // of a module, which may be a jar as well
                    SourceFile.jarOf(reference)
                            .ifPresent(jar -> jars.put(jar.getFileName().toString().replaceFirst("-\\d.*", ""), jar));
                }
            }
        }
        return jars;
    }
}
