package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class HalfLineTest {

    @Test
    void brokenReturnsHalfALineAsIfItWereWhole() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("delete /tmp".getBytes(UTF_8));
            connection.client().close();
            assertEquals("delete /tmp", HalfLine.lineOrHalf(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedReportsAStreamThatEndsInsideALine() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("delete /tmp".getBytes(UTF_8));
            connection.client().close();
            assertThrows(EOFException.class, () -> HalfLine.wholeLine(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedReturnsALineThatIsWhole() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("delete /tmp/old-log\n".getBytes(UTF_8));
            assertEquals("delete /tmp/old-log", HalfLine.wholeLine(connection.server().getInputStream()));
        }
    }
}
