package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class LostErrorsTest {

    @Test
    void brokenWritesAThousandLinesToNobody() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            assertEquals("no error", LostErrors.printLines(connection.client()));
        }
    }

    @Test
    void fixedThrows() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            assertThrows(SocketException.class, () -> LostErrors.writeLines(connection.client()));
        }
    }
}
