package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
@Timeout(60)
class ChatClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @RegisterExtension
    private final PrintedLines printed = new PrintedLines();

    private final InputStream keyboard = System.in;
    private final PipedOutputStream keys = new PipedOutputStream();

    @BeforeEach
    void takeTheKeyboard() throws IOException {
        System.setIn(new PipedInputStream(keys));
    }

    @AfterEach
    void giveTheKeyboardBack() throws IOException {
        keys.close();
        System.setIn(keyboard);
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(UTF_8));
        keys.flush();
    }

    private static void chat(ScriptedServer server) throws IOException {
        new ChatClient().chat("Anna", server.address(), TIMEOUT);
    }

    private static String line(RawPeer peer) throws IOException {
        StringBuilder line = new StringBuilder();
        for (String next = peer.readText(1); !next.matches("\n?"); next = peer.readText(1)) {
            line.append(next);
        }
        return line.toString();
    }

    @Test
    void saysItsNameAndEachLineThenEndsItsStreamAndPrintsOnUntilTheServerCloses() throws Exception {
        type("hello\nbye");
        keys.close();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("Anna\nhello\nbye\n", new String(peer.readAll(), UTF_8));
            peer.send("Bob: have you gone?\n");
        })) {
            chat(server);
            assertEquals(List.of("Bob: have you gone?"), printed.lines());
        }
    }

    @Test
    void printsWhatComesWhileNothingIsTypedAndSendsWhatIsTypedMeanwhile() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("Anna", line(peer));
            peer.send("Bob: you ");
            peer.send("th\u00e9re?\nBob: ");
            type("yes\n");
            assertEquals("yes", line(peer));
            peer.send("fine\n");
            keys.close();
            assertEquals(0, peer.readAll().length);
        })) {
            chat(server);
            assertEquals(List.of("Bob: you th\u00e9re?", "Bob: fine"), printed.lines());
        }
    }

    @Test
    void failsIfTheServerClosesUnasked() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("Anna", line(peer));
            peer.send("Bob left\n");
        })) {
            EOFException e = assertThrows(EOFException.class, () -> chat(server));
            assertEquals("connection closed by the server", e.getMessage());
            assertEquals(List.of("Bob left"), printed.lines());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the name Anna is taken", "a name has letters", "", "Welcome!"})
    void failsIfTheServerRefusesItAlthoughAllHasBeenSaid(String reason) throws Exception {
        keys.close();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.send(reason + "\n");
        })) {
            IOException e = assertThrows(IOException.class, () -> chat(server));
            assertEquals("refused: " + reason, e.getMessage());
            assertEquals(List.of(), printed.lines());
        }
    }

    @Test
    void lineOfAChatMayHoldALineEndOfAnotherKind() throws Exception {
        keys.close();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.send("Bob: a\rb\n");
        })) {
            chat(server);
            assertEquals(List.of("Bob: a\\rb"), printed.lines());
        }
    }

    @Test
    void failsIfTheKeyboardCannotBeRead() throws Exception {
        System.setIn(new PipedInputStream()); // nothing is connected to it
        try (ScriptedServer server = new ScriptedServer(RawPeer::readAll)) {
            IOException e = assertThrows(IOException.class, () -> chat(server));
            assertEquals("Pipe not connected", e.getMessage());
        }
    }

    @Test
    void failsIfALineOfTheKeyboardTakesMoreMemoryThanThereIs() throws Exception {
        System.setIn(new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                throw new OutOfMemoryError("as of a line without an end");
            }
        });
        try (ScriptedServer server = new ScriptedServer(RawPeer::readAll)) {
            IOException e = assertThrows(IOException.class, () -> chat(server));
            assertEquals("standard input: a line too long for the memory", e.getMessage());
        }
    }

    @Test
    void failsIfTheServerTakesNothing() throws Exception {
        System.setIn(new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int from, int count) {
                Arrays.fill(bytes, from, from + count, (byte) 'x');
                bytes[from + count - 1] = '\n';
                return count;
            }
        });
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(_ -> over.await())) {
            try {
                assertThrows(SocketTimeoutException.class,
                        () -> new ChatClient().chat("Anna", server.address(), Duration.ofMillis(200)));
            } finally {
                over.countDown();
            }
        }
    }

    /** A megabyte in less than three seconds: who had sent it all ahead would wait for the end in vain. */
    @Test
    void slowServerThatTakesAllIsWaitedFor() throws Exception {
        byte[] lines = "0123456789abcde\n".repeat(64 * 1024).getBytes(UTF_8);
        System.setIn(new ByteArrayInputStream(lines));
        try (ScriptedServer server = new ScriptedServer(peer -> {
            long taken = 0;
            int some = 1;
            while (some > 0) {
                some = peer.socket().getInputStream().readNBytes(20_000).length;
                taken += some;
                Thread.sleep(50);
            }
            assertEquals("Anna\n".length() + lines.length, taken);
        })) {
            new ChatClient().chat("Anna", server.address(), Duration.ofSeconds(1));
        }
    }

    @Test
    void serverWhereOthersSpeakIsWaitedForHoweverSlowlyItTakes() throws Exception {
        keys.close();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            for (int i = 0; i < 30; i++) {
                peer.send("Bob: again\n");
                Thread.sleep(100);
            }
            assertEquals("Anna\n", new String(peer.readAll(), UTF_8));
        })) {
            new ChatClient().chat("Anna", server.address(), Duration.ofSeconds(1));
            assertEquals(30, printed.lines().size());
        }
    }

    @Test
    void serverIsNotToBlameForAScreenThatStandsStill() throws Exception {
        keys.close();
        CountDownLatch goesOn = new CountDownLatch(1);
        System.setOut(new PrintStream(new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                try {
                    assertTrue(goesOn.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        }, true, UTF_8));
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.send("Bob: look\nBob: twice\n");
            Thread.sleep(1000);
            goesOn.countDown();
        })) {
            new ChatClient().chat("Anna", server.address(), Duration.ofMillis(200));
        }
    }

    @Test
    void endsIfNobodyReadsWhatItPrints() throws Exception {
        System.setOut(new PrintStream(new PipedOutputStream(), true, UTF_8)); // which is not connected
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.send("Bob: hello\n");
            peer.readAll();
        })) {
            chat(server);
        }
    }

    @Test
    void failsIfTheServerResetsTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("Anna", line(peer));
            peer.reset();
        })) {
            assertThrows(SocketException.class, () -> chat(server));
        }
    }

    @Test
    void failsIfTheServerDoesNotCloseAfterTheEndOfInput() throws Exception {
        keys.close();
        CountDownLatch givenUp = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("Anna\n", new String(peer.readAll(), UTF_8));
            givenUp.await(20, TimeUnit.SECONDS);
        })) {
            assertThrows(SocketTimeoutException.class, () -> chat(server));
            givenUp.countDown();
        }
    }

    @Test
    void printsNoControlCharacters() throws Exception {
        keys.close();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.send("Bob: \u001b[2J\u202e\nBob: ");
            peer.send((byte) 0xff, (byte) '\n');
        })) {
            chat(server);
            assertEquals(List.of("Bob: \\x1b[2J\\u202e", "Bob: \ufffd"), printed.lines());
        }
    }

    @Test
    void aLineWithoutEndFailsInsteadOfFillingTheMemory() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("Anna", line(peer));
            byte[] endless = "x".repeat(1000).getBytes(UTF_8);
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 1_000_000; i++) {
                    peer.send(endless);
                }
            });
        })) {
            assertThrows(ProtocolException.class, () -> chat(server));
        }
    }
}
