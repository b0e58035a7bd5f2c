package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

class ReceivedTextTest {

    private static final Charset GBK = Charset.forName("GBK");

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static void show(ReceivedText text, byte[] bytes, int from, int to) {
        byte[] chunk = Arrays.copyOfRange(bytes, from, to);
        text.show(chunk, chunk.length);
    }

    @Test
    void chunkIsALine() {
        try (ReceivedText text = new ReceivedText(out, "< ", StandardCharsets.UTF_8)) {
            text.show("onetwo".getBytes(StandardCharsets.UTF_8), 3);
            text.show("two".getBytes(StandardCharsets.UTF_8), 3);
        }
        assertEquals("< one\n< two\n", shown());
    }

    @Test
    void textThatArrivesByteByByteStandsInOneLine() {
        byte[] bytes = "你好".getBytes(GBK);
        try (ReceivedText text = new ReceivedText(out, "", GBK)) {
            for (int i = 0; i < bytes.length; i++) {
                show(text, bytes, i, i + 1);
            }
        }
        assertEquals("你好\n", shown());
    }

    @Test
    void wholeChunkAfterACutOneBeginsItsOwnLine() {
        byte[] bytes = "你好".getBytes(GBK);
        try (ReceivedText text = new ReceivedText(out, "< ", GBK)) {
            show(text, bytes, 0, 3);
            show(text, bytes, 3, 4);
            text.show("hello".getBytes(GBK), 5);
        }
        assertEquals("< 你好\n< hello\n", shown());
    }

    @Test
    void completeCharactersAreShownAtOnce() {
        byte[] bytes = "你好".getBytes(GBK);
        try (ReceivedText text = new ReceivedText(out, "", GBK)) {
            show(text, bytes, 0, 3);
            assertEquals("你", shown());
        }
    }

    @Test
    void halfACharacterAtTheEndIsShown() {
        try (ReceivedText text = new ReceivedText(out, "< ", GBK)) {
            show(text, "你".getBytes(GBK), 0, 1);
        }
        assertEquals("< \uFFFD\n", shown());
    }

    @Test
    void characterThatTheDecoderHeldBackIsShownAtTheEnd() {
        try (ReceivedText text = new ReceivedText(out, "< ", Charset.forName("x-ISCII91"))) {
            text.show(new byte[]{(byte) 0xa6}, 1); // it may become another one with the next
            assertEquals("< \n", shown());
        }
        assertEquals("< \n< इ\n", shown());
    }

    @Test
    void longChunkEndsInItsSize() {
        try (ReceivedText text = new ReceivedText(out, "", StandardCharsets.UTF_8)) {
            text.show("x".repeat(1024).getBytes(StandardCharsets.UTF_8), 1024);
            text.show("x".repeat(1025).getBytes(StandardCharsets.UTF_8), 1025);
        }
        assertEquals("x".repeat(1024) + "\n" + "x".repeat(1024) + "... (1025 bytes)\n", shown());
    }

    @Test
    void controlCharactersAreEscaped() {
        try (ReceivedText text = new ReceivedText(out, "", StandardCharsets.UTF_8)) {
            text.show(new byte[]{27, '[', 'J'}, 3);
        }
        assertEquals("\\x1b[J\n", shown());
    }

    @Test
    void nothingReceivedIsNothingShown() {
        new ReceivedText(out, "< ", StandardCharsets.UTF_8).close();
        assertEquals("", shown());
    }
}
