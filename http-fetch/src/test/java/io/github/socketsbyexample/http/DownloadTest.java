package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    @TempDir
    private Path folder;

    private static InputStream cut() {
        return new FixedLengthBody(new LineReader(Wire.of("new")), 100);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void save(String text, Path file) throws IOException {
        try (Download download = Download.to(file)) {
            download.saveAll(Wire.of(text), 100);
            download.keep();
        }
    }

    @Test
    void fileAppearsWhenItIsComplete() throws Exception {
        Path file = folder.resolve("page");
        try (Download download = Download.to(file)) {
            assertEquals(5, download.saveAll(Wire.of("hello"), 5));
            assertFalse(Files.exists(file));
            download.keep();
            assertEquals("hello", Files.readString(file));
        }
        assertEquals(List.of("page"), files());
    }

    @Test
    void olderFileIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("page"), "a longer old page");
        save("new", file);
        assertEquals("new", Files.readString(file));
    }

    @Test
    void failedDownloadLeavesNothing() throws Exception {
        try (Download download = Download.to(folder.resolve("page"))) {
            assertThrows(IOException.class, () -> download.saveAll(cut(), 1000));
        }
        assertEquals(List.of(), files());
    }

    @Test
    void failedDownloadLeavesTheOlderFileAsItWas() throws Exception {
        Path file = Files.writeString(folder.resolve("page"), "old");
        try (Download download = Download.to(file)) {
            assertThrows(IOException.class, () -> download.saveAll(cut(), 1000));
        }
        assertEquals(List.of("page"), files());
        assertEquals("old", Files.readString(file));
    }

    @Test
    void largerBodyThanAllowedIsAnErrorWhetherItWasToldOrNot() throws Exception {
        try (Download download = Download.to(folder.resolve("page"))) {
            assertThrows(IOException.class,
                    () -> download.saveAll(new FixedLengthBody(new LineReader(Wire.of("hello")), 5), 4));
            assertThrows(IOException.class, () -> download.saveAll(Wire.of("hello"), 4));
        }
    }

    @Test
    void linkStaysALinkAndItsFileIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = folder.resolve("link");
        try {
            Files.createSymbolicLink(link, file);
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("no symbolic links here: " + e);
        }
        save("new", link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void deviceIsWrittenToAndStaysADevice() throws Exception {
        Path device = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(device), "no such device here");
        save("new", device);
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void folderThatDoesNotExistIsAnErrorInOneLine() {
        Path file = folder.resolve("none").resolve("page");
        IOException e = assertThrows(IOException.class, () -> Download.to(file));
        assertEquals("cannot write " + file + ": no such folder", e.getMessage());
    }
}
