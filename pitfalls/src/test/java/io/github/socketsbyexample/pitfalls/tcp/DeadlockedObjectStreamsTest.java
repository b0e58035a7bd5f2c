package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class DeadlockedObjectStreamsTest {

    @Test
    void brokenBlocksBothEnds() throws IOException {
        assertEquals("the client: still blocked, the server: still blocked", DeadlockedObjectStreams
                .bothEnds(DeadlockedObjectStreams::inputFirst, DeadlockedObjectStreams.PATIENCE));
    }

    @Test
    void fixedLetsBothEndsTalk() throws IOException {
        assertEquals("the client: met \"server\", the server: met \"client\"", DeadlockedObjectStreams
                .bothEnds(DeadlockedObjectStreams::outputFirst, LoopbackConnection.DEADLINE));
    }
}
