package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

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
    void peerCanNotForgeALine() {
        assertEquals("a\\nConnected by \\u2028\\u2029", Texts.printable("a\nConnected by \u2028\u2029"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xad, 0x61c, 0x200b, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0x34f, 0x3164,
            0xffa0, 0xffff})
    void peerCanNotHideTextOrTurnItRound(int character) {
        assertEquals("a\\u%04xb".formatted(character), Texts.printable("a" + Character.toString(character) + "b"));
        assertEquals("a\\u%04xb".formatted(character), Texts.printableLines("a" + Character.toString(character) + "b"));
    }

    @Test
    void invisibleCharacterBeyondTheFirstPlaneIsSeen() {
        assertEquals("\\U000e0041", Texts.printable(Character.toString(0xe0041)));
    }

    @Test
    void tabsAndTextStayAsTheyAre() {
        assertEquals("a\tb你好 𝄞 \uFFFD", Texts.printable("a\tb你好 𝄞 \uFFFD"));
    }

    @Test
    void linesOfACommandStayLines() {
        assertEquals("a\n\\x1bb\\r\n\n", Texts.printableLines("a\n\u001bb\r\n\n"));
    }
}
