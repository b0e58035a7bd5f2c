package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

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
    void linesTabsAndTextStayAsTheyAre() {
        assertEquals("a\tb\n你好 𝄞 \uFFFD", Texts.printable("a\tb\n你好 𝄞 \uFFFD"));
    }
}
