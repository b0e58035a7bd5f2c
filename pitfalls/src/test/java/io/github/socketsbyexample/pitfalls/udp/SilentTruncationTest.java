package io.github.socketsbyexample.pitfalls.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

@ExtendWith(NoLeaks.class)
class SilentTruncationTest {

    @Test
    void brokenLosesTheEndAndGoesOnWithTheNextDatagram() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.send("0123456789".getBytes(UTF_8));
            sockets.send("next".getBytes(UTF_8));
            assertEquals("01234567", SilentTruncation.whatFits(sockets.receiver()));
            assertEquals("next", SilentTruncation.whatFits(sockets.receiver()));
        }
    }

    @Test
    void fixedRefusesADatagramThatIsTooLargeAndTakesTheLargestAllowed() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.send("0123456789".getBytes(UTF_8));
            sockets.send("01234567".getBytes(UTF_8));
            assertThrows(IOException.class, () -> SilentTruncation.allOrNothing(sockets.receiver()));
            assertEquals("01234567", SilentTruncation.allOrNothing(sockets.receiver()));
        }
    }
}
