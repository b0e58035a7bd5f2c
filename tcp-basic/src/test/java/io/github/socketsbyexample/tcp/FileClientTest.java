package io.github.socketsbyexample.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class FileClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration IMPATIENT = Duration.ofMillis(200);
    private static final long DRIP_MILLIS = 100;
    private static final long LARGE = 64L << 20; // more than all buffers on the way

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("notes.txt"), text);
    }

    private Path largeFile() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            file.setLength(LARGE); // takes no room on the disk
        }
        return folder.resolve("large");
    }

    private static byte[] count(long count) {
        return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    }

    private static int readHead(RawPeer client) throws IOException {
        client.read(Long.BYTES);
        return client.read(ByteBuffer.wrap(client.read(Short.BYTES)).getShort()).length;
    }

    private IOException failure(String text, ScriptedServer.Script script) throws Exception {
        Path file = file(text);
        try (ScriptedServer server = new ScriptedServer(script)) {
            return assertThrows(IOException.class, () -> FileClient.send(file, server.address(), TIMEOUT));
        }
    }

    /** An end would be that of a file that arrives whole, if late. */
    private static void assertReset(RawPeer client, CountDownLatch givenUp) throws InterruptedException {
        assertTrue(givenUp.await(20, TimeUnit.SECONDS));
        assertThrows(SocketException.class, client::readAll);
    }

    @Test
    void lengthNameAndBytesAreSentAndTheConfirmationRead() throws Exception {
        Path file = Files.writeString(folder.resolve("你.txt"), "Hello, world");
        try (ScriptedServer server = new ScriptedServer(client -> {
            byte[] name = "你.txt".getBytes(UTF_8);
            assertArrayEquals(ByteBuffer.allocate(8 + 2 + 7 + 12)
                    .putLong(12)
                    .putShort((short) 7)
                    .put(name)
                    .put("Hello, world".getBytes(UTF_8))
                    .array(), client.read(8 + 2 + 7 + 12));
            for (byte b : count(12)) {
                client.send(b);
            }
            assertEquals(0, client.readAll().length); // the client has closed
        })) {
            assertEquals(12, FileClient.send(file, server.address(), TIMEOUT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FileHandler.BUFFER_BYTES - 1, FileHandler.BUFFER_BYTES, FileHandler.BUFFER_BYTES + 1,
            3_000_000})
    void fileOfAnySizeArrivesAsItIs(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = Files.write(folder.resolve("data"), bytes);
        Path received = Files.createDirectory(folder.resolve("received"));
        try (RunningServer server = new RunningServer(new FileServer(RunningServer.ANY_PORT, RunningServer.SETTINGS,
                new FileHandler(received, 3_000_000, TIMEOUT)))) {
            assertEquals(size, FileClient.send(file, server.address(), TIMEOUT));
        }
        assertArrayEquals(bytes, Files.readAllBytes(received.resolve("data")));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 11, 13, -2, Long.MAX_VALUE, Long.MIN_VALUE})
    void anotherCountThanWasSentIsAFailure(long count) throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.send(count(count));
        });
        assertEquals(count >= 0 && count < 12
                ? "the server has kept " + count + " of 12 bytes"
                : "what came back is no confirmation: that is no file-server", failure.getMessage());
    }

    @Test
    void echoOfAShortFileIsNoConfirmation() throws Exception {
        IOException failure = failure("Hello, world", client -> client.send(client.read(8 + 2 + 7 + 12)));
        assertEquals("more than a confirmation came back: that is no file-server", failure.getMessage());
    }

    @Test
    void confirmationBeforeAllWasSentIsNone() throws Exception {
        Path file = largeFile();
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.send(client.read(8));
            client.readAll();
        })) {
            IOException failure = assertThrows(IOException.class,
                    () -> FileClient.send(file, server.address(), TIMEOUT));
            assertEquals("confirmed before all was sent: that is no file-server", failure.getMessage());
        }
    }

    @Test
    void refusalIsToldWithItsReason() throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.send(count(-1));
            client.send("its name is taken");
        });
        assertEquals("refused: its name is taken", failure.getMessage());
    }

    @Test
    void refusalWithoutAnEndIsReadNoFurtherThanALine() throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.send(count(-1));
            client.send("x".repeat(100_000));
            client.readAll();
        });
        assertEquals("refused: " + "x".repeat(1024), failure.getMessage());
    }

    @Test
    void refusalWithoutAReasonSaysSo() throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.send(count(-1));
        });
        assertEquals("refused without a reason", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"its name is taken, refused: its name is taken", "'', refused without a reason"})
    void refusalIsToldAlsoByAServerThatDoesNotClose(String reason, String told) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                RawPeer server = new RawPeer(listener.accept())) {
            server.send(count(-1)); // all is there before the client's time begins
            server.send(reason);
            IOException failure = assertThrows(IOException.class, () -> FileClient.confirm(client, 12, A_SECOND));
            assertEquals(told, failure.getMessage());
        }
    }

    @Test
    void refusalIsToldAlsoByAServerThatResetsTheConnectionThen() throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.send(count(-1));
            client.send("its name is taken");
            client.reset();
        });
        assertTrue(failure.toString().contains(": refused"), failure.toString()); // a system may throw the reason away
    }

    @Test
    void refusedFileIsSentNoFurther() throws Exception {
        Path file = largeFile();
        try (ScriptedServer server = new ScriptedServer(client -> {
            readHead(client);
            client.send(count(-1));
            client.send("too large");
            client.halfClose();
            long received = 0;
            for (int n; (n = client.read(1 << 16).length) > 0;) {
                received += n;
            }
            assertTrue(received < LARGE, "all of it was sent");
        })) {
            IOException failure = assertThrows(IOException.class,
                    () -> FileClient.send(file, server.address(), TIMEOUT));
            assertEquals("refused: too large", failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void confirmationThatIsCutIsNone(int bytes) throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.send(new byte[bytes]);
        });
        assertTrue(failure instanceof EOFException, failure.toString());
        assertEquals("connection closed without a confirmation", failure.getMessage());
    }

    @Test
    void resetIsNoConfirmationEither() throws Exception {
        IOException failure = failure("Hello, world", client -> {
            readHead(client);
            client.read(12);
            client.reset();
        });
        assertTrue(failure instanceof SocketException, failure.toString());
    }

    @Test
    void serverThatConfirmsNothingIsATimeoutAndTheConnectionReset() throws Exception {
        Path file = file("Hello, world");
        CountDownLatch givenUp = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(client -> assertReset(client, givenUp))) {
            assertThrows(SocketTimeoutException.class, () -> FileClient.send(file, server.address(), IMPATIENT));
            givenUp.countDown();
        }
    }

    @Test
    void serverThatDripsItsAnswerIsATimeoutAsWell() throws Exception {
        Path file = file("Hello, world");
        try (ScriptedServer server = new ScriptedServer(client -> {
            readHead(client);
            client.read(12);
            try {
                for (byte b : count(12)) { // takes longer than the timeout, and is never silent for so long
                    client.send(b);
                    Thread.sleep(DRIP_MILLIS);
                }
            } catch (SocketException e) {
                return; // the client has given up
            }
        })) {
            assertThrows(SocketTimeoutException.class, () -> FileClient.send(file, server.address(), IMPATIENT));
        }
    }

    @Test
    void serverThatTakesBytesAllTheTimeMayTakeSeveralTimeouts() throws Exception {
        int size = 1_500_000;
        Path file = Files.write(folder.resolve("data"), new byte[size]);
        try (ScriptedServer server = new ScriptedServer(client -> {
            readHead(client);
            assertEquals(size, SlowLine.read(client, size, 500_000));
            client.send(count(size));
        })) {
            assertEquals(size, FileClient.send(file, server.address(), Duration.ofMillis(1_500)));
        }
    }

    @Test
    void serverThatReadsNothingIsTheSame() throws Exception {
        Path file = largeFile();
        CountDownLatch givenUp = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(client -> assertReset(client, givenUp))) {
            assertThrows(SocketTimeoutException.class, () -> FileClient.send(file, server.address(), IMPATIENT));
            givenUp.countDown();
        }
    }

    @Test
    void fileThatGrowsMeanwhileIsSaid() throws Exception {
        Path file = largeFile();
        try (ScriptedServer server = new ScriptedServer(client -> {
            readHead(client);
            Files.writeString(file, "more", StandardOpenOption.APPEND);
            client.readAll();
        })) {
            IOException failure = assertThrows(IOException.class,
                    () -> FileClient.send(file, server.address(), TIMEOUT));
            assertEquals(file + " has grown while it was sent", failure.getMessage());
        }
    }

    @Test
    void fileThatShrinksMeanwhileIsSaidAndNotKept() throws Exception {
        Path file = largeFile();
        try (ScriptedServer server = new ScriptedServer(client -> {
            readHead(client);
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(LARGE / 2);
            }
            long received = 0;
            for (int n; (n = client.read(1 << 20).length) > 0;) {
                received += n;
            }
            assertTrue(received < LARGE);
        })) {
            IOException failure = assertThrows(IOException.class,
                    () -> FileClient.send(file, server.address(), TIMEOUT));
            assertEquals(file + " has become shorter while it was sent", failure.getMessage());
        }
    }

    @Test
    void serverThatIsNotThereIsNamed() throws Exception {
        Path file = file("Hello, world");
        try (NobodyThere nobody = new NobodyThere()) {
            ConnectException failure = assertThrows(ConnectException.class,
                    () -> FileClient.send(file, nobody.address(), TIMEOUT));
            assertEquals("cannot connect to 127.0.0.1:" + nobody.address().getPort() + ": Connection refused",
                    failure.getMessage());
        }
    }
}
