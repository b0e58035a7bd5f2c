package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class SizesInThePageTest {

    @Test
    void brokenTakesTheSizesForText() throws IOException {
        assertEquals("4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n",
                SizesInThePage.restOfTheConnection(SizesInThePage.stream(SizesInThePage.CHUNKS)));
    }

    @Test
    void fixedPutsTheChunksTogether() throws IOException {
        assertEquals("Wikipedia", SizesInThePage.chunks(SizesInThePage.stream(SizesInThePage.CHUNKS)));
        assertEquals("0123456789", SizesInThePage.chunks(SizesInThePage.stream("A\r\n0123456789\r\n0\r\n\r\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4\r\nWi", "4\r\nWiki\r\n", "7fffffff\r\n", "-1\r\n"})
    void fixedNeverTakesAPartForTheWhole(String cut) {
        assertThrows(IOException.class, () -> SizesInThePage.chunks(SizesInThePage.stream(cut)));
    }
}
