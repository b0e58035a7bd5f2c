package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class RequestInputStreamTest {

    private static RequestInputStream stream(String text, int buffered) {
        return new RequestInputStream(new ByteArrayInputStream(text.getBytes(UTF_8)), buffered);
    }

    private static String line(RequestInputStream in, int longest) throws IOException {
        return new String(in.readLine(longest), UTF_8);
    }

    @Test
    void linesComeWithTheirEndAndTheLastOneMayHaveNone() throws IOException {
        for (int buffered : new int[]{0, 1, 3, 8192}) {
            RequestInputStream in = stream("one\n\r\n\nlast", buffered);
            assertArrayEquals("one\n".getBytes(UTF_8), in.readLine());
            assertArrayEquals("\r\n".getBytes(UTF_8), in.readLine());
            assertArrayEquals("\n".getBytes(UTF_8), in.readLine());
            assertArrayEquals("last".getBytes(UTF_8), in.readLine());
            assertEquals(0, in.readLine().length);
        }
    }

    @Test
    void aLoopOverLinesEndsWithTheStream() throws IOException {
        List<String> lines = new ArrayList<>();
        try (RequestInputStream in = stream("one\n\nlast", 8192)) {
            for (byte[] line = in.readLineOrNull(); line != null; line = in.readLineOrNull()) {
                lines.add(new String(line, UTF_8));
            }
        }
        assertEquals(List.of("one\n", "\n", "last"), lines);
    }

    @Test
    void aLineMayHaveAsManyBytesAsTheLimitWithItsEndOrWithout() throws IOException {
        assertEquals("abc\n", line(stream("abc\nd", 8192), 4));
        assertEquals("abcd", line(stream("abcd", 8192), 4));
    }

    @Test
    void aLongerLineIsRefused() {
        assertThrows(IOException.class, () -> stream("abcd\n", 8192).readLine(4));
        assertThrows(IOException.class, () -> stream("abcde", 8192).readLine(4));
        assertThrows(IOException.class, () -> stream("x".repeat(RequestInputStream.LONGEST_LINE + 1), 8192).readLine());
    }
}
