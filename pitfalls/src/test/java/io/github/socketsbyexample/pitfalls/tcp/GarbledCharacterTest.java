package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class GarbledCharacterTest {

    @Test
    void brokenGarblesWhatItCuts() throws IOException {
        try (LoopbackConnection connection = sent("中文")) {
            assertEquals("\ufffd".repeat(5), GarbledCharacter.readByRead(connection.server().getInputStream()));
        }
    }

    @Test
    void brokenLooksRightWithAscii() throws IOException {
        try (LoopbackConnection connection = sent("plain text")) {
            assertEquals("plain text", GarbledCharacter.readByRead(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedKeepsCharactersWhole() throws IOException {
        try (LoopbackConnection connection = sent("a中文é😀")) {
            assertEquals("a中文é😀", GarbledCharacter.wholeCharacters(connection.server().getInputStream()));
        }
    }

    private static LoopbackConnection sent(String text) throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.client().getOutputStream().write(text.getBytes(UTF_8));
        connection.client().shutdownOutput();
        return connection;
    }
}
