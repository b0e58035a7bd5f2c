package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void linkThatLeadsToNoFileYetIsWrittenThrough() throws Exception {
        Path second = folder.resolve("second");
        try {
            Files.createDirectory(folder.resolve("sub"));
            Files.createSymbolicLink(folder.resolve("first"), Path.of("second"));
            Files.createSymbolicLink(second, Path.of("sub/file"));
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("no symbolic links here: " + e);
        }
        save("new", folder.resolve("first"));
        assertTrue(Files.isSymbolicLink(folder.resolve("first")) && Files.isSymbolicLink(second));
        assertEquals("new", Files.readString(folder.resolve("sub/file")));
    }

    @Test
    void circleOfLinksIsAnErrorInOneLine() throws Exception {
        Path link = folder.resolve("link");
        try {
            Files.createSymbolicLink(link, link);
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("no symbolic links here: " + e);
        }
        IOException e = assertThrows(IOException.class, () -> Download.to(link));
        assertEquals("cannot write " + link + ": too many symbolic links", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--r-----", "rwxr-x--x"})
    void fileThatIsReplacedKeepsItsMode(String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("page"), "old");
        Assumptions.assumeTrue(Files.getFileAttributeView(file, PosixFileAttributeView.class) != null,
                "files have no modes here");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        try (Download download = Download.to(file)) {
            String unfinished = files().getFirst();
            assertTrue(unfinished.startsWith(".fetch-"), unfinished);
            Set<PosixFilePermission> more = Files.getPosixFilePermissions(folder.resolve(unfinished));
            more.removeAll(PosixFilePermissions.fromString(mode));
            assertEquals(Set.of(), more, "who was kept out could read it before it was complete");
            download.saveAll(Wire.of("new"), 100);
            download.keep();
        }
        assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void fileNameCannotForgeALine() {
        Path file = folder.resolve("none\033[2J").resolve("page\nforged");
        IOException e = assertThrows(IOException.class, () -> Download.to(file));
        assertEquals("cannot write " + folder + "/none\\x1b[2J/page\\nforged: no such folder", e.getMessage());
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
