package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({"utf-8, UTF-8", "utf8, UTF-8", "gbk, GBK", "latin1, ISO-8859-1"})
    void charsetIsFoundByAnyOfItsNamesInAnyCase(String name, String found) {
        assertEquals(found, Texts.charset(name).name());
    }

    @ParameterizedTest
    @CsvSource({"gbkk, GBK", "GKB, GBK", "utf_9, UTF-8", "ISO-8859-99, ISO-8859-9", "shift-jiss, Shift_JIS"})
    void nearMatchesAreNamed(String name, String match) {
        String message = assertThrows(IllegalArgumentException.class, () -> Texts.charset(name)).getMessage();
        assertTrue(String.valueOf(message).startsWith("unknown charset '" + name + "'; did you mean "), message);
        assertTrue(String.valueOf(message).contains(match), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!", "qqqqqqqq", "no such thing"})
    void nothingIsSuggestedWhereNothingIsNear(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> Texts.charset(name)).getMessage();
        assertEquals("unknown charset '" + name + "'", message);
    }

    @Test
    void charsetThatCannotBeWrittenIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Texts.charset("x-JISAutoDetect"));
    }

    @Test
    void nearestCandidateComesFirst() {
        assertEquals("; did you mean echo-client, echo-agent?",
                Texts.nearMatches("echo-clent",
                        List.of("greeting-client", "echo-agent", "echo-server", "echo-client")));
    }

    @Test
    void textIsEncodedWhole() {
        assertArrayEquals(new byte[]{(byte) 0xc4, (byte) 0xe3}, Texts.encode("你", Charset.forName("GBK")));
    }

    @Test
    void characterThatTheCharsetLacksIsNamed() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Texts.encode("caf\u00e9 𝄞", StandardCharsets.ISO_8859_1)).getMessage();
        assertEquals("charset ISO-8859-1 has no '𝄞' (U+1D11E)", message);
    }

    @Test
    void controlCharactersOfAPeerDoNotReachTheTerminal() {
        assertEquals("\\x1b[2Ja\\rb\\x00\\x7f\\x9b", Texts.printable("\u001b[2Ja\rb\0\u007f\u009b"));
    }

    @Test
    void linesTabsAndTextStayAsTheyAre() {
        assertEquals("a\tb\n你好 𝄞 \uFFFD", Texts.printable("a\tb\n你好 𝄞 \uFFFD"));
    }
}
