package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class ForgedHeaderTest {

    @Test
    void brokenWritesASecondHeader() {
        assertEquals(List.of("Accept-Language: en", "X-Admin: yes"),
                ForgedHeader.header("en\r\nX-Admin: yes").lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en\r\nX-Admin: yes", "en\nX-Admin: yes", "en\r", "en\0"})
    void fixedRefusesControlCharacters(String language) {
        assertThrows(ProtocolException.class, () -> ForgedHeader.headerOfOneLine(language));
    }

    @Test
    void fixedWritesOneLine() throws IOException {
        assertEquals("Accept-Language: en, zh;q=0.5\r\n", ForgedHeader.headerOfOneLine("en, zh;q=0.5"));
    }
}
