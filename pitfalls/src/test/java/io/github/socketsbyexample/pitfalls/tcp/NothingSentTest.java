package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class NothingSentTest {

    @Test
    void brokenSendsNotAByteNotEvenAsTheSocketIsClosed() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall asking = BlockingCall.at(() -> NothingSent.askAndKeepIt(connection.client()));
            assertEquals("still blocked", asking.outcome(ReadLineHangs.PATIENCE));
            connection.client().close();
            assertEquals(0, connection.server().getInputStream().readAllBytes().length);
        }
    }

    @Test
    void fixedIsAnswered() throws IOException {
        try (LoopbackConnection connection = ReadLineHangs.answering()) {
            BlockingCall asking = BlockingCall.at(() -> NothingSent.askAndFlush(connection.client()));
            assertEquals("you said hello", asking.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void autoflushFlushesAfterPrintlnAlone() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        PrintWriter out = new PrintWriter(sent, true, UTF_8);
        out.print("one\n");
        out.write("two\n");
        assertEquals("", sent.toString(UTF_8));
        out.println("three");
        assertEquals("one\ntwo\nthree" + System.lineSeparator(), sent.toString(UTF_8));
    }
}
