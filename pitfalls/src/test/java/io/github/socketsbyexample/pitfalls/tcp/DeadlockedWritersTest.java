package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class DeadlockedWritersTest {

    @Test
    void brokenBlocksBothSides() throws IOException {
        try (LoopbackConnection connection = DeadlockedWriters.echo()) {
            BlockingCall client = BlockingCall.at(() -> DeadlockedWriters.writeThenRead(connection.client()));
            assertEquals("still blocked", client.outcome(Duration.ofSeconds(1)));
            // Neither side's input is empty: each has something to read, and neither reads.
            assertTrue(connection.client().getInputStream().available() > 0);
            assertTrue(connection.server().getInputStream().available() > 0);
        }
    }

    @Test
    void fixedGetsAllOfTheAnswer() throws IOException {
        try (LoopbackConnection connection = DeadlockedWriters.echo()) {
            BlockingCall client = BlockingCall.at(() -> DeadlockedWriters.writeAndRead(connection.client()));
            assertEquals(DeadlockedWriters.BYTES + " bytes came back", client.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
