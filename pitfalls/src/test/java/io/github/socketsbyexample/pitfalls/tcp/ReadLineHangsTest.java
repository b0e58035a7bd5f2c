package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class ReadLineHangsTest {

    @Test
    void brokenWaitsAndAllThatIsMissingIsALineFeed() throws IOException {
        try (LoopbackConnection connection = ReadLineHangs.answering()) {
            BlockingCall asking = BlockingCall.at(() -> ReadLineHangs.askByText(connection.client()));
            assertEquals("still blocked", asking.outcome(ReadLineHangs.PATIENCE));
            connection.client().getOutputStream().write('\n');
            assertEquals("you said hello", asking.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void fixedIsAnswered() throws IOException {
        try (LoopbackConnection connection = ReadLineHangs.answering()) {
            BlockingCall asking = BlockingCall.at(() -> ReadLineHangs.askByLine(connection.client()));
            assertEquals("you said hello", asking.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
