package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class RawClientTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream screen = System.out;

    @BeforeEach
    void watch() {
        System.setOut(new PrintStream(printed, true, UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(screen);
    }

    private Socket connect(ScriptedServer server) throws IOException {
        return MultiAddressConnector.connect(server.address(), Duration.ofSeconds(2));
    }

    @Test
    void theAnswerIsPrintedInTheDocumentsWords() throws IOException {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("ls", peer.readText(2));
            peer.send("a.txt\nb.txt\n");
            assertEquals("true", peer.readText(4));
            peer.send("return null");
            assertEquals("", new String(peer.readAll(), UTF_8));
        }); Socket socket = connect(server)) {
            RawClient.run("ls".getBytes(UTF_8), socket);
            RawClient.run("true".getBytes(UTF_8), socket);
            socket.shutdownOutput();
        }
        assertEquals(lines("Received: a.txt\nb.txt\nReceived: return null\n"), lines(printed.toString(UTF_8)));
    }

    @Test
    void anAnswerInSeveralChunksIsOneAnswerAndItsCharactersStayWhole() throws IOException {
        byte[] text = "中\u001b".getBytes(UTF_8);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read(2);
            for (byte b : text) {
                peer.send(b);
            }
            peer.readAll();
        }); Socket socket = connect(server)) {
            RawClient.run("ls".getBytes(UTF_8), socket);
            socket.shutdownOutput();
        }
        assertEquals(lines("Received: 中\\x1b\n"), lines(printed.toString(UTF_8)));
    }

    @Test
    void aServerThatClosesWithoutAnAnswerIsAnError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.read(2)); Socket socket = connect(server)) {
            assertThrows(EOFException.class, () -> RawClient.run("ls".getBytes(UTF_8), socket));
        }
    }

    @Test
    void aServerThatSaysNothingIsWaitedForNoLongerThanTheTimeout() throws IOException {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.readAll())) {
            try (Socket socket = MultiAddressConnector.connect(server.address(), Duration.ofMillis(200))) {
                assertThrows(SocketTimeoutException.class,
                        () -> RawClient.run("ls".getBytes(UTF_8), socket));
            }
        }
    }

    @Test
    void anOutputThatNobodyReadsEndsIt() throws IOException {
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        }, true, UTF_8));
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read(3);
            peer.send("y\n");
            peer.readAll();
        }); Socket socket = connect(server)) {
            IOException lost = assertThrows(IOException.class, () -> RawClient.run("yes".getBytes(UTF_8), socket));
            assertEquals("nobody reads the output any more", lost.getMessage());
        }
    }

    private static String lines(String text) {
        return text.replace(System.lineSeparator(), "\n");
    }
}
