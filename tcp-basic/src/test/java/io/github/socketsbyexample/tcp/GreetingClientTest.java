package io.github.socketsbyexample.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.ReceivedText;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class GreetingClientTest {

    private static final Charset GBK = Charset.forName("GBK");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static void greet(ScriptedServer server, Duration timeout) throws Exception {
        try (ReceivedText shown = new ReceivedText("", GBK)) {
            GreetingClient.greet(server.address(), timeout, "你好".getBytes(GBK), shown);
        }
    }

    @Test
    void textIsSentInItsCharsetAndTheStreamEnded() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            assertEquals("你好", new String(peer.readAll(), GBK));
            peer.send("server: hello, client!");
        })) {
            greet(server, TIMEOUT);
        }
    }

    @Test
    void answerOfAnySizeIsReadToItsEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readAll();
            peer.send(new byte[100_000]);
        })) {
            greet(server, TIMEOUT); // a client that closed early would have the script's write fail
        }
    }

    @Test
    void serverThatClosesWithoutAWordIsSaid() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.readAll())) {
            assertThrows(EOFException.class, () -> greet(server, TIMEOUT));
        }
    }

    @Test
    void serverThatNeverAnswersIsATimeout() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> givenUp.await(20, TimeUnit.SECONDS))) {
            assertThrows(SocketTimeoutException.class, () -> greet(server, Duration.ofMillis(200)));
            givenUp.countDown();
        }
    }
}
