package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecoderTest {

    private static final String TEXT = "Hello, 世界! 𝄞 é";
    private static final List<String> CHARSETS = List.of("UTF-8", "GB18030", "UTF-16", "ISO-2022-JP", "Shift_JIS",
            "x-ISCII91");

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-32", "GB18030"})
    void textIsTheSameHoweverItWasCut(String charset) {
        byte[] bytes = TEXT.getBytes(Charset.forName(charset));
        for (int size = 1; size <= bytes.length; size++) {
            StreamDecoder decoder = new StreamDecoder(Charset.forName(charset));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < bytes.length; i += size) {
                text.append(decoder.decode(bytes, i, Math.min(size, bytes.length - i)));
            }
            assertEquals(TEXT, text + decoder.end(), charset + " in pieces of " + size);
        }
    }

    @Test
    void characterComesWithItsLastByte() {
        StreamDecoder decoder = new StreamDecoder(Charset.forName("GBK"));
        byte[] bytes = "你".getBytes(Charset.forName("GBK"));
        assertEquals("", decoder.decode(bytes, 0, 1));
        assertTrue(decoder.insideCharacter());
        assertEquals("你", decoder.decode(bytes, 1, 1));
        assertFalse(decoder.insideCharacter());
    }

    @Test
    void bytesThatAreNoTextAreShownAndTheRestIsKept() {
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xc0, 'c'};
        assertEquals("a\uFFFDb\uFFFDc", decoder.decode(bytes, 0, bytes.length));
    }

    @Test
    void halfACharacterAtTheEndIsShown() {
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        assertEquals("", decoder.decode("世".getBytes(StandardCharsets.UTF_8), 0, 2));
        assertEquals("\uFFFD", decoder.end());
        assertEquals("", decoder.end());
    }

    @Test
    void characterThatTheDecoderHeldBackComesAtTheEnd() {
        StreamDecoder decoder = new StreamDecoder(Charset.forName("x-ISCII91"));
        assertEquals("", decoder.decode(new byte[]{(byte) 0xa6}, 0, 1)); // it may become another one with the next
        assertEquals("इ", decoder.end());
    }

    @Test
    void anotherStreamCanFollowTheEnd() {
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        decoder.decode(new byte[]{(byte) 0xe4}, 0, 1);
        decoder.end();
        assertEquals("ok", decoder.decode(new byte[]{'o', 'k'}, 0, 2));
    }

    @Test
    void offsetAndLengthAreKept() {
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        assertEquals("bc", decoder.decode("abcd".getBytes(StandardCharsets.UTF_8), 1, 2));
        assertEquals("", decoder.decode(new byte[8], 8, 0));
    }

    @Test
    void longChunkIsDecodedWhole() {
        StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);
        byte[] bytes = "世".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertEquals(100_000, decoder.decode(bytes, 0, bytes.length).length());
    }

    static List<byte[]> streams() {
        return List.of(
                new byte[]{0, 3, (byte) 0xe4, (byte) 0xbd, (byte) 0xa0, 'a', (byte) 0xff},
                new byte[]{1, 1, (byte) 0x84, 0x31, (byte) 0x95, 0x33, (byte) 0xc4, (byte) 0xe3},
                new byte[]{2, 2, (byte) 0xd8, 0x34, (byte) 0xdd, 0x1e, 0, 'a', 0},
                new byte[]{3, 4, 0x1b, '$', 'B', 0x46, 0x7c, 0x1b, '(', 'B', 'a'},
                new byte[]{4, 1, (byte) 0x93, (byte) 0xfa, (byte) 0x83},
                new byte[]{5, 0, (byte) 0xa6, (byte) 0xe9});
    }

    /** The first byte chooses a charset, the second a size. */
    @ParameterizedTest
    @MethodSource("streams")
    void anythingIsTheSameTextWholeOrInPieces(byte[] stream) {
        if (stream.length < 2) {
            return;
        }
        Charset charset = Charset.forName(CHARSETS.get((stream[0] & 0xff) % CHARSETS.size()));
        int size = 1 + (stream[1] & 0xff) % 8;
        StreamDecoder whole = new StreamDecoder(charset);
        StreamDecoder piecewise = new StreamDecoder(charset);
        StringBuilder text = new StringBuilder();
        for (int i = 2; i < stream.length; i += size) {
            text.append(piecewise.decode(stream, i, Math.min(size, stream.length - i)));
        }
        String expected = whole.decode(stream, 2, stream.length - 2) + whole.end();
        assertEquals(expected, text + piecewise.end(), charset + " in pieces of " + size);
        assertEquals(new String(stream, 2, stream.length - 2, charset), expected, charset.name());
    }

    @Test
    void garbageNeverThrowsAndIsTheSameWholeOrInBytes() {
        Random random = new Random(42);
        for (String charset : new String[]{"UTF-8", "GBK", "Shift_JIS", "EUC-KR", "UTF-16BE"}) {
            byte[] garbage = new byte[2_000];
            random.nextBytes(garbage);
            StreamDecoder whole = new StreamDecoder(Charset.forName(charset));
            StreamDecoder bytewise = new StreamDecoder(Charset.forName(charset));
            StringBuilder text = new StringBuilder();
            for (byte b : garbage) {
                text.append(bytewise.decode(new byte[]{b}, 0, 1));
            }
            String expected = whole.decode(garbage, 0, garbage.length) + whole.end();
            assertEquals(expected, text + bytewise.end(), charset + ", seed 42: " + Arrays.hashCode(garbage));
        }
    }
}
