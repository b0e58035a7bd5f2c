package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GarbledEmojiTest {

    @Test
    void brokenIsAsReadableAsUtf8InEnglishOnly() throws IOException {
        byte[] sent = GarbledEmoji.sent("hi", GarbledEmoji::sendAsJavaDoes);
        assertEquals("hi", textAfterLength(sent, Short.BYTES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀", "\0"})
    void brokenIsNoUtf8OtherwiseAndHasAnotherLength(String text) throws IOException {
        byte[] sent = GarbledEmoji.sent(text, GarbledEmoji::sendAsJavaDoes);
        assertThrows(CharacterCodingException.class, () -> textAfterLength(sent, Short.BYTES));
        assertEquals(text.equals("\0") ? "0002c080" : "0006eda0bdedb880", HexFormat.of().formatHex(sent));
    }

    @Test
    void brokenSendsNoLongText() throws IOException {
        assertEquals(2 + 65_535, GarbledEmoji.sent("a".repeat(65_535), GarbledEmoji::sendAsJavaDoes).length);
        assertThrows(UTFDataFormatException.class,
                () -> GarbledEmoji.sent("a".repeat(65_536), GarbledEmoji::sendAsJavaDoes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hi 😀", "\0", "你好"})
    void fixedIsALengthAndUtf8(String text) throws IOException {
        byte[] sent = GarbledEmoji.sent(text, GarbledEmoji::sendUtf8);
        assertEquals(sent.length - Integer.BYTES, ByteBuffer.wrap(sent).getInt());
        assertEquals(text, textAfterLength(sent, Integer.BYTES));
    }

    @Test
    void fixedSendsLongTextsToo() throws IOException {
        String text = "a".repeat(GarbledEmoji.MANY);
        byte[] sent = GarbledEmoji.sent(text, GarbledEmoji::sendUtf8);
        assertEquals(text, textAfterLength(sent, Integer.BYTES));
        assertEquals(GarbledEmoji.MANY, ByteBuffer.wrap(sent).getInt());
    }

    /** What a peer that is not Java makes of it: UTF-8, strictly. */
    private static String textAfterLength(byte[] sent, int lengthBytes) throws CharacterCodingException {
        return UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(sent, lengthBytes, sent.length - lengthBytes))
                .toString();
    }
}
