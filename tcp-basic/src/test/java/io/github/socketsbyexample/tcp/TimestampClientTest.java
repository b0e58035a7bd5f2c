package io.github.socketsbyexample.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class TimestampClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String STAMP = "[Fri Nov 20 14:25:59 2026] ";

    @Test
    void answersLargerThanOneReadAreWhole() throws Exception {
        String text = "long ".repeat(600);
        try (RunningServer server = new RunningServer(new TimestampServer(RunningServer.ANY_PORT,
                RunningServer.SETTINGS, StandardCharsets.UTF_8, Clock.system(ZoneOffset.UTC)));
                TimestampClient client = new TimestampClient(server.address(), TIMEOUT)) {
            for (int i = 0; i < 3; i++) {
                String answer = new String(client.ask(text.getBytes(UTF_8)), UTF_8);
                assertEquals(text, answer.substring(STAMP.length()));
            }
        }
    }

    @Test
    void answerInPiecesIsPutTogether() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read(2);
            for (byte b : (STAMP + "hi").getBytes(UTF_8)) {
                peer.send(b);
            }
        }); TimestampClient client = new TimestampClient(server.address(), TIMEOUT)) {
            assertEquals(STAMP + "hi", new String(client.ask("hi".getBytes(UTF_8)), UTF_8));
        }
    }

    @Test
    void serverThatClosesEarlyIsSaidWithTheCount() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read(2);
            peer.send("[Fri");
        }); TimestampClient client = new TimestampClient(server.address(), TIMEOUT)) {
            EOFException early = assertThrows(EOFException.class, () -> client.ask("hi".getBytes(UTF_8)));
            assertEquals("connection closed after 4 of 29 bytes", early.getMessage());
        }
    }

    @Test
    void serverThatNeverAnswersIsATimeout() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> givenUp.await(20, TimeUnit.SECONDS));
                TimestampClient client = new TimestampClient(server.address(), Duration.ofMillis(200))) {
            assertThrows(SocketTimeoutException.class, () -> client.ask("hi".getBytes(UTF_8)));
            givenUp.countDown();
        }
    }
}
