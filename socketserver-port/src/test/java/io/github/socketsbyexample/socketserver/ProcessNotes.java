package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What happened in this process and in its children, in a file that a system property names to them all. */
final class ProcessNotes implements BeforeEachCallback, AfterEachCallback {

    private static final String FILE = "test.notes";
    private static final String PARENT = "test.parent";

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        System.setProperty(FILE, Files.createTempFile("notes", ".txt").toString());
        System.setProperty(PARENT, Long.toString(ProcessHandle.current().pid()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Files.delete(file());
        System.clearProperty(FILE);
        System.clearProperty(PARENT);
    }

    private static Path file() {
        return Path.of(System.getProperty(FILE));
    }

    /** Writes a line: {@code parent: what} or {@code child: what}. */
    static void add(String what) {
        String process = Long.toString(ProcessHandle.current().pid()).equals(System.getProperty(PARENT))
                ? "parent: "
                : "child: ";
        try {
            Files.writeString(file(), process + what + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of the children, without the prefix. */
    static List<String> ofChildren() throws IOException {
        return of("child: ");
    }

    /** Returns the lines of this process, without the prefix. */
    static List<String> ofParent() throws IOException {
        return of("parent: ");
    }

    private static List<String> of(String process) throws IOException {
        return Files.readAllLines(file())
                .stream()
                .filter(line -> line.startsWith(process))
                .map(line -> line.substring(process.length()))
                .toList();
    }
}
