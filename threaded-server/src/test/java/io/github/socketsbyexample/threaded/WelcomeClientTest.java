package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class WelcomeClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void readsTheWelcomeAndEachAnswerThenSaysExitAndClosesFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.send("Welcome!");
            assertEquals("Tracy", peer.readText(5));
            peer.send("Hello, Tracy!");
            assertArrayEquals("exit".getBytes(StandardCharsets.UTF_8), peer.readAll());
        }); WelcomeClient client = new WelcomeClient(server.address(), TIMEOUT)) {
            assertEquals("Welcome!", client.welcome());
            assertEquals("Hello, Tracy!", client.answerTo("Tracy"));
            client.exit();
        }
    }

    @Test
    void readsAnswersThatComeByteByByteOrGluedTogether() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            for (byte each : "Welcome!Hello, ".getBytes(StandardCharsets.UTF_8)) {
                peer.send(each);
            }
            peer.send("A!");
        }); WelcomeClient client = new WelcomeClient(server.address(), TIMEOUT)) {
            assertEquals("Welcome!", client.welcome());
            assertEquals("Hello, A!", client.answerTo("A"));
        }
    }

    @Test
    void countsTheBytesOfANameAndNotItsCharacters() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readText(6);
            peer.send("Hello, 小红!");
            peer.readText(1);
            peer.send("Hello, B!");
        }); WelcomeClient client = new WelcomeClient(server.address(), TIMEOUT)) {
            assertEquals("Hello, 小红!", client.answerTo("小红"));
            assertEquals("Hello, B!", client.answerTo("B"));
        }
    }

    @Test
    void saysHowMuchCameWhenTheServerEndsInsideAnAnswer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read(1);
            peer.send("Hello");
        }); WelcomeClient client = new WelcomeClient(server.address(), TIMEOUT)) {
            EOFException e = assertThrows(EOFException.class, () -> client.answerTo("A"));
            assertEquals("connection closed after 5 of 9 bytes", e.getMessage());
        }
    }

    @Test
    void failsWhenTheServerResetsTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read(1);
            peer.reset();
        }); WelcomeClient client = new WelcomeClient(server.address(), TIMEOUT)) {
            assertThrows(SocketException.class, () -> client.answerTo("A"));
        }
    }

    @Test
    void doesNotWaitLongerThanItsTimeout() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.readAll());
                WelcomeClient client = new WelcomeClient(server.address(), Duration.ofMillis(50))) {
            assertThrows(SocketTimeoutException.class, client::welcome);
        }
    }

    @Test
    void namesTheServerThatIsNotThere() throws Exception {
        try (NobodyThere nobody = new NobodyThere()) {
            ConnectException e = assertThrows(ConnectException.class,
                    () -> new WelcomeClient(nobody.address(), TIMEOUT));
            assertEquals("cannot connect to 127.0.0.1:" + nobody.address().getPort() + ": Connection refused",
                    e.getMessage());
        }
    }
}
