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
class MissingTailTest {

    @Test
    void brokenLosesAsManyBytesAsThereAreBeyondTheCharacters() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            MissingTail.sendCharactersCounted("你好, world", connection.client().getOutputStream());
            InputStream in = connection.server().getInputStream();
            assertEquals("你好, w", MissingTail.receive(in));
            connection.client().shutdownOutput();
            assertEquals("orld", new String(in.readAllBytes(), UTF_8)); // the next message's length, and so on
        }
    }

    @Test
    void fixedSendsAllOfIt() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            MissingTail.sendBytesCounted("你好, world", connection.client().getOutputStream());
            MissingTail.sendBytesCounted("next", connection.client().getOutputStream());
            assertEquals("你好, world", MissingTail.receive(connection.server().getInputStream()));
            assertEquals("next", MissingTail.receive(connection.server().getInputStream()));
        }
    }
}
