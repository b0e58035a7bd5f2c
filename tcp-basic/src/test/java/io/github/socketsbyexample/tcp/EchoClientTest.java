package io.github.socketsbyexample.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class EchoClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void messageLargerThanAllBuffersComesBackWhole() throws Exception {
        byte[] message = new byte[16 << 20];
        new Random(3).nextBytes(message);
        try (RunningServer server = new RunningServer(
                new EchoServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, false));
                EchoClient client = new EchoClient(server.address(), TIMEOUT)) {
            assertArrayEquals(message, client.echo(message));
        }
    }

    @Test
    void streamIsEndedAfterTheMessage() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            byte[] message = peer.readAll();
            peer.send(message);
        }); EchoClient client = new EchoClient(server.address(), TIMEOUT)) {
            assertEquals("hi", new String(client.echo("hi".getBytes(UTF_8)), UTF_8));
        }
    }

    @Test
    void emptyMessageIsAnEmptyEcho() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> assertEquals(0, peer.readAll().length));
                EchoClient client = new EchoClient(server.address(), TIMEOUT)) {
            assertEquals(0, client.echo(new byte[0]).length);
        }
    }

    @Test
    void echoInPiecesIsPutTogether() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            for (byte b : peer.readAll()) {
                peer.send(b);
            }
        }); EchoClient client = new EchoClient(server.address(), TIMEOUT)) {
            byte[] message = "x".repeat(3_000).getBytes(UTF_8);
            assertArrayEquals(message, client.echo(message));
        }
    }

    @Test
    void serverThatNeverAnswersIsATimeout() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> givenUp.await(20, TimeUnit.SECONDS));
                EchoClient client = new EchoClient(server.address(), Duration.ofMillis(200))) {
            assertThrows(SocketTimeoutException.class, () -> client.echo("Hello, world".getBytes(UTF_8)));
            givenUp.countDown();
        }
    }

    @Test
    void serverThatClosesEarlyIsSaidWithTheCount() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.send("Hello");
        }); EchoClient client = new EchoClient(server.address(), TIMEOUT)) {
            EOFException early = assertThrows(EOFException.class, () -> client.echo("Hello, world".getBytes(UTF_8)));
            assertEquals("connection closed after 5 of 12 bytes", early.getMessage());
        }
    }

    @Test
    void resetIsNotTakenForTheEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.reset();
        }); EchoClient client = new EchoClient(server.address(), TIMEOUT)) {
            assertThrows(SocketException.class, () -> client.echo("Hello, world".getBytes(UTF_8)));
        }
    }
}
