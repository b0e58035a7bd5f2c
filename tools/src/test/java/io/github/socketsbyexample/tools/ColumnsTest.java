package io.github.socketsbyexample.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "hello, 5", "你好, 4", "e\u0301, 1", "ｗｉｄｅ, 8", "한글, 4", "😀, 2", "é→…, 3"})
    void widthIsWhatATerminalNeeds(String text, int width) {
        assertEquals(width, Columns.width(text));
    }

    @Test
    void textIsFilledOrCutToExactlyTheWidth() {
        assertEquals("你好  ", Columns.fit("你好", 6));
        assertEquals("hello!", Columns.fit("hello!", 6));
        assertEquals("hel...", Columns.fit("hello, world", 6));
        assertEquals("你....", Columns.fit("你好你好", 6)); // half a character does not fit
        for (int columns = 0; columns < 12; columns++) {
            assertEquals(columns, Columns.width(Columns.fit("ab你好, world", columns)), "columns");
        }
    }

    @Test
    void longTextIsCutIntoPieces() {
        assertEquals(List.of(""), Columns.wrap("", 5));
        assertEquals(List.of("hello", ", wor", "ld"), Columns.wrap("hello, world", 5));
        assertEquals(List.of("a你好", "你"), Columns.wrap("a你好你", 6));
        assertTrue(Columns.wrap("x".repeat(1000), 7).stream().allMatch(piece -> Columns.width(piece) <= 7));
    }

    @Test
    void wordsStayWhole() {
        assertEquals(List.of("one two", "three", "incomprehensible", "4"),
                Columns.wrapWords("one two three incomprehensible 4", 8));
        assertEquals(List.of(""), Columns.wrapWords("", 8));
    }
}
