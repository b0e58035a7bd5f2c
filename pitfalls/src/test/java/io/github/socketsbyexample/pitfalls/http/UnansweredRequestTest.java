package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class UnansweredRequestTest {

    @Test
    void brokenIsNeverAnswered() throws IOException {
        try (OnePage page = OnePage.open()) {
            BlockingCall asking = BlockingCall.at(() -> UnansweredRequest.askInTheSystemsLines(page.client()));
            assertEquals("still blocked", asking.outcome(UnansweredRequest.PATIENCE));
        }
    }

    @Test
    void fixedIsAnswered() throws IOException {
        try (OnePage page = OnePage.open()) {
            BlockingCall asking = BlockingCall.at(() -> UnansweredRequest.askInTheProtocolsLines(page.client()));
            assertEquals("HTTP/1.1 200 OK", asking.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there println sends CR LF")
    void printlnEndsALineAsTheBrokenHalfDoes() {
        StringWriter sent = new StringWriter();
        new PrintWriter(sent).println("GET / HTTP/1.1");
        assertEquals("GET / HTTP/1.1" + UnansweredRequest.PRINTLN_ON_LINUX, sent.toString());
    }
}
