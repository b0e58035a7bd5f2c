package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static List<byte[]> streams() {
        return Stream.of("", "\n", "one\n\r\n\nlast", "abcd\nabcde\nabcdefgh", "\0\u00ff\n")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anythingIsCutIntoLinesAndNothingIsLost(byte[] stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (RequestInputStream in = new RequestInputStream(new ByteArrayInputStream(stream), 3)) {
            for (byte[] line = in.readLine(5); line.length > 0; line = in.readLine(5)) {
                all.write(line);
                int end = new String(line, ISO_8859_1).indexOf('\n');
                assertTrue(end == line.length - 1 || (end < 0 && all.size() == stream.length));
            }
            assertArrayEquals(stream, all.toByteArray());
        } catch (IOException tooLong) {
            assertEquals("a line of more than 5 bytes", tooLong.getMessage());
        }
    }

    @Test
    void aLineMayHaveAsManyBytesAsTheLimitWithItsEndOrWithout() throws IOException {
        assertEquals("abc\n", line(stream("abc\nd", 8192), 4));
        assertEquals("abcd", line(stream("abcd", 8192), 4));
    }

    @Test
    void aLongerLineIsRefused() throws IOException {
        assertThrows(IOException.class, () -> stream("abcd\n", 8192).readLine(4));
        assertThrows(IOException.class, () -> stream("abcde", 8192).readLine(4));
        RequestInputStream in = stream("abcdefg\nh", 8192);
        assertThrows(IOException.class, () -> in.readLine(4));
        assertEquals("fg\n", line(in, 4), "what was read of it is gone");
        assertThrows(IOException.class, () -> stream("x".repeat(RequestInputStream.LONGEST_LINE + 1), 8192).readLine());
    }
}
