package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class StickyMessagesTest {

    @Test
    void brokenTakesTwoMessagesForOne() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("one".getBytes(UTF_8));
            connection.client().getOutputStream().write("two".getBytes(UTF_8));
            InputStream in = connection.server().getInputStream();
            LoopbackConnection.awaitBytes(in, 6);
            assertEquals("onetwo", StickyMessages.whatOneReadReturns(in));
        }
    }

    @Test
    void fixedReadsThreeMessagesOfOneWriteApart() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("\3one\3two\5three".getBytes(UTF_8));
            InputStream in = connection.server().getInputStream();
            LoopbackConnection.awaitBytes(in, 14);
            assertEquals("one", StickyMessages.oneMessage(in));
            assertEquals("two", StickyMessages.oneMessage(in));
            assertEquals("three", StickyMessages.oneMessage(in));
        }
    }
}
