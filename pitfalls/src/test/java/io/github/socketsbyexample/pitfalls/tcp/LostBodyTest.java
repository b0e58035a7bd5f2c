package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class LostBodyTest {

    @Test
    void brokenFindsNothingLeft() throws IOException {
        try (LoopbackConnection connection = sent()) {
            assertEquals("", LostBody.bodyFromTheStreamBelow(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedFindsAllOfTheBody() throws IOException {
        try (LoopbackConnection connection = sent()) {
            assertEquals("01234567", LostBody.bodyFromTheSameBuffer(connection.server().getInputStream()));
        }
    }

    private static LoopbackConnection sent() throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.client().getOutputStream().write(LostBody.SENT.getBytes(UTF_8));
        connection.client().shutdownOutput();
        return connection;
    }
}
