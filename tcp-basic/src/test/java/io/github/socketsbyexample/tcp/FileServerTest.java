package io.github.socketsbyexample.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class FileServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IMPATIENT = Duration.ofMillis(100);
    private static final Duration ALL_OF_IT = Duration.ofSeconds(30); // what a test waits for a file that drips
    private static final int MOST_BYTES = 1 << 20;

    @TempDir
    private Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(outside.resolve("received"));
    }

    private RunningServer start(Duration timeout) throws IOException {
        return new RunningServer(new FileServer(RunningServer.ANY_PORT, RunningServer.SETTINGS,
                new FileHandler(folder, MOST_BYTES, timeout)));
    }

    private static byte[] head(long length, byte[] name) {
        return ByteBuffer.allocate(Long.BYTES + Short.BYTES + name.length)
                .putLong(length)
                .putShort((short) name.length)
                .put(name)
                .array();
    }

    private static byte[] message(String name, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] head = head(bytes.length, name.getBytes(UTF_8));
        return ByteBuffer.allocate(head.length + bytes.length).put(head).put(bytes).array();
    }

    private static long number(byte[] answer) {
        return ByteBuffer.wrap(answer).getLong();
    }

    private static void assertRefused(String reason, byte[] answer) {
        assertEquals(-1, number(answer));
        assertEquals(reason, new String(answer, Long.BYTES, answer.length - Long.BYTES, UTF_8));
    }

    private void assertServes(RunningServer server, String name) throws IOException {
        try (RawPeer peer = server.connect()) {
            peer.send(message(name, "still there?"));
            assertServed(peer, name);
        }
    }

    private void assertServed(RawPeer peer, String name) throws IOException {
        assertEquals(12, number(peer.readAll()));
        assertEquals("still there?", Files.readString(folder.resolve(name)));
    }

    private static long send(RunningServer server, String text) throws IOException {
        try (RawPeer peer = server.connect()) {
            peer.send(message("notes.txt", text));
            return number(peer.read(Long.BYTES));
        }
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void wholeFileIsConfirmedAndThenTheServerCloses() throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(message("notes.txt", "Hello, world"));
            assertArrayEquals(ByteBuffer.allocate(8).putLong(12).array(), peer.readAll());
            assertEquals("Hello, world", Files.readString(folder.resolve("notes.txt")));
            assertEquals(Set.of("notes.txt"), names(folder));
        }
    }

    @Test
    void everyByteMayArriveAlone() throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            for (byte b : message("你好.txt", "Hello, world")) {
                peer.send(b);
            }
            assertEquals(12, number(peer.readAll()));
            assertEquals("Hello, world", Files.readString(folder.resolve("你好.txt")));
        }
    }

    @Test
    void fileOfManyBuffersArrivesWholeAndOneWithoutABytesToo() throws Exception {
        byte[] bytes = new byte[MOST_BYTES]; // as many as are allowed
        new Random(5).nextBytes(bytes);
        try (RunningServer server = start(TIMEOUT)) {
            try (RawPeer peer = server.connect()) {
                peer.send(head(bytes.length, "large".getBytes(UTF_8)));
                peer.send(bytes);
                assertEquals(bytes.length, number(peer.readAll()));
            }
            try (RawPeer peer = server.connect()) {
                peer.send(message("empty", ""));
                assertEquals(0, number(peer.readAll()));
            }
        }
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("large")));
        assertEquals(0, Files.size(folder.resolve("empty")));
    }

    @Test
    void fileThatIsCutAtAnyByteLeavesNothing() throws Exception {
        byte[] message = message("notes.txt", "Hello, world");
        try (RunningServer server = start(TIMEOUT)) {
            for (int cut = 0; cut < message.length; cut++) {
                try (RawPeer peer = server.connect()) {
                    peer.send(Arrays.copyOf(message, cut));
                    peer.halfClose();
                    assertEquals(0, peer.readAll().length, "after " + cut + " bytes there is nothing to confirm");
                }
                assertEquals(Set.of(), names(folder), "after " + cut + " bytes");
                try (RawPeer peer = server.connect()) {
                    peer.send(Arrays.copyOf(message, cut));
                    peer.reset();
                }
            }
            assertServes(server, "next.txt"); // and has done with the last one by now
            assertEquals(Set.of("next.txt"), names(folder));
        }
    }

    @Test
    void nothingIsThereUnderTheNameBeforeTheLastByte() throws Exception {
        byte[] message = message("notes.txt", "Hello, world");
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(Arrays.copyOf(message, message.length - 1));
            peer.socket().setSoTimeout(200);
            assertThrows(IOException.class, () -> peer.read(1));
            assertTrue(Files.notExists(folder.resolve("notes.txt")));
            peer.socket().setSoTimeout(10_000);
            peer.send(message[message.length - 1]);
            assertEquals(12, number(peer.readAll()));
            assertEquals(Set.of("notes.txt"), names(folder));
        }
    }

    @Test
    void bytesBeyondTheLengthAreNotPartOfTheFile() throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            byte[] message = message("notes.txt", "Hello, world");
            message[7] = 5;
            peer.send(message);
            assertEquals(5, number(peer.read(8)));
            assertEquals("Hello", Files.readString(folder.resolve("notes.txt")));
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "-9223372036854775808, 9223372036854775808",
            "9223372036854775807, 9223372036854775807", "1048577, 1048577"})
    void lengthBeyondTheLimitIsRefusedBeforeAnythingIsWritten(long length, String said) throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
            byte[] answer = peer.readAll(); // without a byte of the name
            assertRefused(said + " bytes are more than 1048576", answer);
            assertEquals(Set.of(), names(folder));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 'its name has 0 bytes, not 1 to 255'", "., 'its name begins with ''.'''",
            ".., 'its name begins with ''.'''", ".bashrc, 'its name begins with ''.'''",
            "-rf, 'its name begins with ''-'''", "../evil, its name is a path", "/etc/evil, its name is a path",
            "a/b, its name is a path", "a/, its name is a path", "..\\evil, its name is a path",
            "C:\\evil, its name is a path", "'  ', its name has characters that can't be printed",
            "a\u0000b, its name has characters that can't be printed",
            "'a\nb', its name has characters that can't be printed",
            "'a\tb', its name has characters that can't be printed",
            "a\u001b[2Jb, its name has characters that can't be printed",
            "a\u202eb, its name has characters that can't be printed",
            "a\u2028b, its name has characters that can't be printed"})
    void nameThatIsNoneForAFileOfTheFolderIsRefused(String name, String reason) throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(message(name, "Hello, world"));
            assertRefused(reason, peer.readAll());
            assertEquals(Set.of(), names(folder));
            assertEquals(Set.of("received"), names(outside));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "c0ae2e", "61e4bd", "eda080", "f4908080"})
    void nameThatIsNotUtf8IsRefused(String hex) throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(head(0, HexFormat.of().parseHex(hex)));
            assertRefused("its name has characters that can't be printed", peer.readAll());
            assertEquals(Set.of(), names(folder));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 65_535})
    void nameThatIsTooLongIsRefused(int length) throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(ByteBuffer.allocate(Long.BYTES + Short.BYTES).putShort(Long.BYTES, (short) length).array());
            assertRefused("its name has " + length + " bytes, not 1 to 255", peer.readAll());
            assertEquals(Set.of(), names(folder));
        }
    }

    @Test
    void longestNameIsTaken() throws Exception {
        try (RunningServer server = start(TIMEOUT)) {
            assertServes(server, "x".repeat(255));
        }
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "links and pipes with a name are made with Unix' tools")
    void whateverIsThereIsNeitherReplacedNorFollowed() throws Exception {
        Path kept = Files.writeString(folder.resolve("file"), "mine");
        Files.createDirectory(folder.resolve("directory"));
        Files.createSymbolicLink(folder.resolve("link"), outside.resolve("victim"));
        Files.createSymbolicLink(folder.resolve("link-to-a-file"), kept);
        assertTrue(
                new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor(20, TimeUnit.SECONDS));
        Set<String> before = names(folder);
        try (RunningServer server = start(TIMEOUT)) {
            for (String name : List.of("file", "directory", "link", "link-to-a-file", "pipe")) {
                try (RawPeer peer = server.connect()) {
                    peer.send(message(name, "Hello, world"));
                    assertRefused("its name is taken", peer.readAll());
                }
            }
        }
        assertEquals(before, names(folder));
        assertEquals("mine", Files.readString(kept));
        assertEquals(Set.of("received"), names(outside));
    }

    @Test
    void whatTakesTheNameMeanwhileIsNotReplacedEither() throws Exception {
        byte[] message = message("notes.txt", "Hello, world");
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(Arrays.copyOf(message, message.length - 1));
            peer.socket().setSoTimeout(200);
            assertThrows(IOException.class, () -> peer.read(1)); // the file has been begun
            Files.writeString(folder.resolve("notes.txt"), "mine");
            peer.send(message[message.length - 1]);
            peer.socket().setSoTimeout(10_000);
            assertRefused("its name is taken", peer.readAll());
            assertEquals(Set.of("notes.txt"), names(folder));
            assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
        }
    }

    @Test
    void twoClientsThatSendTheSameNameAtOnceDoNotMix() throws Exception {
        try (RunningServer server = start(TIMEOUT); ExecutorService clients = Executors.newFixedThreadPool(2)) {
            String one = "1".repeat(100_000);
            String two = "2".repeat(100_000);
            List<Future<Long>> answers = clients.invokeAll(List.of(() -> send(server, one), () -> send(server, two)));
            assertEquals(Set.of(100_000L, -1L), Set.of(answers.getFirst().get(), answers.getLast().get()));
            assertEquals(answers.getFirst().get() == -1 ? two : one, Files.readString(folder.resolve("notes.txt")));
        }
    }

    @Test
    void clientThatSendsOnAfterARefusalStillReadsTheReason() throws Exception {
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(head(1L << 40, "huge".getBytes(UTF_8)));
            for (int i = 0; i < 64; i++) {
                peer.send(new byte[MOST_BYTES]); // more than all buffers: a server that only closed would have reset this
            }
            peer.halfClose();
            assertRefused("1099511627776 bytes are more than 1048576", peer.readAll());
        }
    }

    @Test
    void folderThatIsGoneIsARefusalAndTheServerGoesOn() throws Exception {
        try (RunningServer server = start(TIMEOUT)) {
            Files.delete(folder);
            try (RawPeer peer = server.connect()) {
                peer.send(message("notes.txt", "Hello, world"));
                assertRefused("the folder is gone", peer.readAll());
            }
            Files.createDirectory(folder);
            assertServes(server, "notes.txt");
        }
    }

    @Test
    void confirmationThatNobodyReadsEndsThatConversationAlone() throws Exception {
        try (RunningServer server = start(TIMEOUT)) {
            for (int i = 0; i < 20; i++) {
                RawPeer peer = server.connect();
                peer.send(message("file-" + i, "Hello, world"));
                if (i % 2 == 0) {
                    peer.reset();
                } else {
                    peer.close();
                }
            }
            assertServes(server, "next.txt");
            for (String name : names(folder)) {
                assertEquals(12, Files.size(folder.resolve(name)), name);
            }
        }
    }

    @Test
    void silentClientIsGivenUpAndTheNextOneServed() throws Exception {
        byte[] message = message("notes.txt", "Hello, world");
        Set<String> served = new TreeSet<>();
        try (RunningServer server = start(IMPATIENT)) {
            for (int said : new int[]{0, 3, 12, message.length - 1}) {
                String name = "after-" + said;
                try (RawPeer silent = server.connect(); RawPeer next = server.connect()) {
                    silent.send(Arrays.copyOf(message, said));
                    next.send(message(name, "still there?")); // before its turn, when it would have to hurry
                    assertEquals(0, silent.readAll().length);
                    assertServed(next, name);
                    served.add(name);
                }
            }
            assertEquals(served, names(folder));
        }
    }

    @Test
    void clientThatDripsIsGivenUpToo() throws Exception {
        try (RunningServer server = start(IMPATIENT);
                RawPeer peer = server.connect();
                RawPeer next = server.connect()) {
            next.send(message("next.txt", "still there?"));
            peer.send(head(MOST_BYTES, "notes.txt".getBytes(UTF_8)));
            long end = System.nanoTime() + ALL_OF_IT.toNanos();
            assertThrows(IOException.class, () -> {
                while (System.nanoTime() < end) {
                    peer.send((byte) 'x');
                    Thread.sleep(10); // the pace, and no wait for anything
                }
            });
            assertServed(next, "next.txt");
            assertEquals(Set.of("next.txt"), names(folder));
        }
    }

    @Test
    void fileInProgressIsLeftNowhereWhenTheServerStops() throws Exception {
        byte[] message = message("notes.txt", "Hello, world");
        try (RunningServer server = start(TIMEOUT); RawPeer peer = server.connect()) {
            peer.send(Arrays.copyOf(message, message.length - 1));
            peer.socket().setSoTimeout(200);
            assertThrows(IOException.class, () -> peer.read(1)); // the file has been begun
            server.stop();
            server.awaitEnd();
            assertEquals(Set.of(), names(folder));
        }
    }
}
