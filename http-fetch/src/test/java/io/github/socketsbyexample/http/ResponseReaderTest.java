package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static String body(String response) throws IOException {
        return body(response, "GET");
    }

    private static String body(String response, String method) throws IOException {
        ResponseReader reader = new ResponseReader(Wire.of(response));
        return Wire.readText(reader.body(reader.readHead(), method));
    }

    private static ResponseHead head(String response) throws IOException {
        return new ResponseReader(Wire.of(response)).readHead();
    }

    /** In the tables a backslash stands for CR LF. */
    private static String unescaped(String text) {
        return text.replace("\\", "\r\n").replace("<CR>", "\r").replace("<LF>", "\n").replace("<NUL>", "\0");
    }

    @Test
    void headIsReadAsItCame() throws Exception {
        ResponseHead head = head("HTTP/1.0 404 Not Found\r\nServer:  a b \t\r\nX-Empty:\r\nserver: c\r\n\r\n");
        assertEquals(404, head.status());
        assertEquals("Not Found", head.reason());
        assertEquals(0, head.minorVersion());
        assertEquals(List.of("a b", "c"), head.fields().all("SERVER"));
        assertEquals("", head.fields().only("x-empty"));
        assertEquals(List.of("Server:  a b \t", "X-Empty:", "server: c"), head.fields().lines());
        assertThrows(ProtocolException.class, () -> head.fields().only("Server"));
    }

    @Test
    void namesAndCodingsAreComparedInAsciiWhateverTheLocale() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertEquals("hello", body(OK + "TRANSFER-ENCODING: CHUNKED\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
            assertEquals("hello", body(OK + "content-LENGTH: 5\r\n\r\nhello and more"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void reasonMayHoldAnyText() throws Exception {
        assertEquals("a\u0085b\u2028", head("HTTP/1.1 200 a\u0085b\u2028\r\n\r\n").reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200\r\n\r\n", "HTTP/1.1 200 \r\n\r\n"})
    void reasonMayBeEmpty(String response) throws Exception {
        assertEquals("", head(response).reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            // fixed length
            "Content-Length: 5\\\\hello|hello",
            "content-length:5\\\\hello and more|hello",
            "Content-Length: 0\\\\|''",
            "Content-Length: 0005\\\\hello|hello",
            "Content-Length: 5\\Content-Length: 5\\\\hello and more|hello",
            "Content-Length: 5,5\\\\hello and more|hello",
            "Content-Length: 5 ,\t5\\Content-Length: 5\\\\hello and more|hello",
            // chunked
            "Transfer-Encoding: chunked\\\\5\\hello\\0\\\\|hello",
            "Transfer-Encoding: Chunked\\\\5\\hello\\00\\\\and more|hello",
            "Transfer-Encoding: chunked\\\\5;name=value\\hello\\A;x=\"y\"\\0123456789\\000\\Checksum: 1\\\\|hello0123456789",
            "Transfer-Encoding: chunked\\\\5 ;x\\hello\\5 \t; y = z\\world\\0\t;\\\\|helloworld",
            "Transfer-Encoding: chunked\\\\0000000000000005\\hello\\0\\\\|hello",
            // to the end of the stream
            "Server: x\\\\hello|hello",
            "\\hello|hello",
    })
    void bodyEndsWhereTheHeadSays(String rest, String expected) throws Exception {
        String response = OK + unescaped(rest);
        assertEquals(expected, body(response));
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        for (int size : new int[]{1, 3, 4096}) {
            ResponseReader reader = new ResponseReader(Wire.inPiecesOf(1, bytes));
            byte[] body = Wire.readAll(reader.body(reader.readHead(), "GET"), size);
            assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), body, "in pieces of " + size);
        }
        ResponseReader reader = new ResponseReader(Wire.of(bytes));
        InputStream body = reader.body(reader.readHead(), "GET");
        StringBuilder text = new StringBuilder();
        for (int b = body.read(); b != -1; b = body.read()) {
            text.append((char) b);
        }
        assertEquals(expected, text.toString(), "byte by byte");
    }

    @Test
    void bodyGoesStraightFromAChannelOnceWhatCameWithTheHeadIsRead() throws Exception {
        class Channel extends FilterInputStream implements ReadableByteChannel {
            private int reads;

            Channel() {
                super(Wire.inPiecesOf(4, "ab\r\ncdef".getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public int read(ByteBuffer target) throws IOException {
                reads++;
                int b = in.read();
                target.put((byte) b);
                return 1;
            }

            @Override
            public boolean isOpen() {
                return true;
            }
        }
        Channel channel = new Channel();
        LineReader reader = new LineReader(channel);
        assertEquals(0, channel.reads);
        assertEquals("ab", reader.readLine(9, "a line"));
        FixedLengthBody body = new FixedLengthBody(reader, 3);
        assertEquals(3, body.length());
        ByteBuffer target = ByteBuffer.allocateDirect(9);
        while (!body.isComplete()) {
            assertEquals(1, body.read(target));
        }
        assertEquals(3, channel.reads);
        assertEquals("cde", StandardCharsets.UTF_8.decode(target.flip()).toString());
    }

    @ParameterizedTest
    @CsvSource({"301, /there", "302, /there", "303, /there", "307, /there", "308, /there", "300,", "304,", "200,"})
    void someStatusesRedirect(int status, @Nullable String to) throws Exception {
        assertEquals(to, head("HTTP/1.1 " + status + " X\r\nLocation: /there\r\n\r\n").location());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Location:\r\n"})
    void redirectThatLeadsNowhereIsRefused(String fields) throws Exception {
        ResponseHead head = head("HTTP/1.1 301 Moved\r\n" + fields + "\r\n");
        assertEquals("301 Moved without a Location",
                assertThrows(ProtocolException.class, head::location).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "Content-Length: 10\\\\hello|connection closed after 5 of 10 bytes",
            "Content-Length: 10\\\\|connection closed after 0 of 10 bytes",
            "Transfer-Encoding: chunked\\\\A\\hello|connection closed after 5 of 10 bytes of a chunk",
            "Transfer-Encoding: chunked\\\\7fffffffffffffff\\hello|connection closed after 5 of 9223372036854775807 bytes of a"
                    + " chunk",
            "Transfer-Encoding: chunked\\\\5\\hello|connection closed inside the line that ends a chunk",
            "Transfer-Encoding: chunked\\\\5\\hello\\|connection closed inside a chunk size",
            "Transfer-Encoding: chunked\\\\5\\hello\\0\\|connection closed inside a header line",
            "Transfer-Encoding: chunked\\\\5\\hello\\0\\A: b\\|connection closed inside a header line",
            "Server: x|connection closed inside a header line",
            "Server: x\\|connection closed inside a header line",
    })
    void cutResponseIsAnError(String rest, String message) {
        assertEquals(message, assertThrows(EOFException.class, () -> body(OK + unescaped(rest))).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // what could be read in two ways
            "Content-Length: 5\\Transfer-Encoding: chunked\\\\5\\hello\\0\\\\",
            "Transfer-Encoding: chunked\\Content-Length: 5\\\\5\\hello\\0\\\\",
            "Content-Length: 5\\Content-Length: 6\\\\hello!",
            "Content-Length: 5\\Content-Length: 05\\\\hello", "Content-Length: 5,05\\\\hello",
            "Content-Length: 5,6\\\\hello", "Content-Length: 5,\\\\hello", "Content-Length: ,5\\\\hello",
            "Transfer-Encoding: chunked\\Transfer-Encoding: chunked\\\\0\\\\",
            // lengths that are none
            "Content-Length: +3\\\\hello", "Content-Length: -1\\\\hello", "Content-Length:\\\\hello",
            "Content-Length: 0x5\\\\hello", "Content-Length: 5 5\\\\hello", "Content-Length: ٥\\\\hello",
            "Content-Length: 9223372036854775808\\\\hello", "Content-Length: 99999999999999999999999\\\\hello",
            // codings that were not asked for
            "Transfer-Encoding: gzip\\\\hello", "Transfer-Encoding: gzip, chunked\\\\0\\\\",
            "Transfer-Encoding: chunked, gzip\\\\0\\\\", "Transfer-Encoding: xchunked\\\\0\\\\",
            "Transfer-Encoding:\\\\0\\\\", "Transfer-Encoding: chun\u212aed\\\\5\\hello\\0\\\\",
            "Transfer-Encoding: chunked;q=1\\\\0\\\\",
            // header lines
            "X : y\\\\", " X: y\\\\", "X: y\\ folded\\\\", "X: y\\\tfolded\\\\", "no colon\\\\", ": no name\\\\",
            "X\tY: z\\\\", "(X): y\\\\", "Ü: y\\\\", "X: <CR>y\\\\", "X: y<LF>\\\\", "X: <NUL>\\\\",
            "X: y<CR><CR><LF>\\",
            // chunk sizes
            "Transfer-Encoding: chunked\\\\\\hello\\0\\\\", "Transfer-Encoding: chunked\\\\x\\",
            "Transfer-Encoding: chunked\\\\-5\\hello\\0\\\\", "Transfer-Encoding: chunked\\\\+5\\hello\\0\\\\",
            "Transfer-Encoding: chunked\\\\ 5\\hello\\0\\\\", "Transfer-Encoding: chunked\\\\5 \\hello\\0\\\\",
            "Transfer-Encoding: chunked\\\\0x5\\hello\\0\\\\",
            "Transfer-Encoding: chunked\\\\8000000000000000\\", "Transfer-Encoding: chunked\\\\ffffffffffffffff\\",
            "Transfer-Encoding: chunked\\\\10000000000000005\\hello\\0\\\\",
            "Transfer-Encoding: chunked\\\\00000000000000005\\hello\\0\\\\",
            "Transfer-Encoding: chunked\\\\٥\\hello\\0\\\\",
            "Transfer-Encoding: chunked\\\\5<LF>hello\\0\\\\", "Transfer-Encoding: chunked\\\\5;<LF>\\hello\\0\\\\",
            // chunk ends
            "Transfer-Encoding: chunked\\\\5\\hello!\\0\\\\", "Transfer-Encoding: chunked\\\\5\\hello<LF>0\\\\",
            "Transfer-Encoding: chunked\\\\5\\hello0\\\\", "Transfer-Encoding: chunked\\\\0\\no colon\\\\",
    })
    void whatLeavesADoubtIsRefused(String rest) {
        assertThrows(ProtocolException.class, () -> body(OK + unescaped(rest)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
            "X: y<LF>\\\\|an LF without CR in a header line", "X: <NUL>\\\\|a control character in a header line",
            "X: y\\ z\\\\|a folded header line", "X: y\\\tz\\\\|a folded header line",
            "x\\\\|a header line without a colon", ": y\\\\|'' is no name of a header field",
    })
    void whyAHeaderIsRefusedIsTrue(String rest, String message) {
        assertEquals(message, assertThrows(ProtocolException.class, () -> body(OK + unescaped(rest))).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\\hello!\\0\\\\", "5\\hello0\\\\", "5\\hello<CR>0\\\\", "5\\hello<LF>0\\\\"})
    void chunkThatIsLongerThanItsSizeIsSaidToBe(String chunks) {
        String response = OK + unescaped("Transfer-Encoding: chunked\\\\" + chunks);
        assertEquals("a chunk is longer than its size, 5 bytes",
                assertThrows(ProtocolException.class, () -> body(response)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\", "HTTP/2.0 200 OK\\\\", "HTTP/1.1  200 OK\\\\", "HTTP/1.1 20 OK\\\\",
            "HTTP/1.1 099 X\\\\", "HTTP/1.1 600 X\\\\", "HTTP/1.1 2000 OK\\\\", "HTTP/1.1\\\\", "http/1.1 200 OK\\\\",
            "HTTP/1.10 200 OK\\\\", "HTTP/1.1 +20 OK\\\\", "HTTP/1.1 ٢٠٠ OK\\\\", " HTTP/1.1 200 OK\\\\",
            "ICY 200 OK\\\\",
            "HTTP/1.1 200 OK<LF>\\\\", "HTTP/1.1 200 O<CR>K\\\\", "<html>\\\\", "220 mail.example ESMTP\\"})
    void whatIsNoStatusLineIsRefused(String response) {
        assertThrows(IOException.class, () -> head(unescaped(response)));
    }

    @Test
    void transferEncodingInHttp10IsRefused() {
        assertThrows(ProtocolException.class,
                () -> body("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
    void someResponsesHaveNoBodyWhateverTheirFieldsSay(String method, int status) throws Exception {
        String line = "HTTP/1.1 " + status + " X\r\n";
        assertEquals("", body(line + "Content-Length: 100\r\n\r\n", method));
        assertEquals("", body(line + "Transfer-Encoding: chunked\r\n\r\n", method));
        assertEquals("", body(line + "\r\nwhat is this", method));
    }

    @Test
    void interimResponsesAreSkipped() throws Exception {
        assertEquals("hello", body("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 3\r\n\r\n"
                + OK + "Content-Length: 5\r\n\r\nhello"));
    }

    @Test
    void interimResponsesMayBeTen() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
        assertEquals(200, head(interim.repeat(10) + OK + "\r\n").status());
        assertThrows(ProtocolException.class, () -> head(interim.repeat(11) + OK + "\r\n"));
    }

    @Test
    void endlessInterimResponsesAreRefused() {
        InputStream endless = repeating("HTTP/1.1 103 Early Hints\r\n\r\n");
        assertThrows(ProtocolException.class, () -> new ResponseReader(endless).readHead());
    }

    @Test
    void anotherProtocolIsNotSwitchedTo() {
        assertThrows(ProtocolException.class, () -> head("HTTP/1.1 101 Switching Protocols\r\n\r\n" + OK + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "X: y\r\n", ":", "X: "})
    void endlessHeadIsRefused(String endless) {
        String begin = endless.equals("X: ") ? OK + "X: " : OK;
        assertThrows(ProtocolException.class, () -> new ResponseReader(repeating(begin, endless)).readHead());
    }

    @Test
    void endlessStatusLineIsRefused() {
        assertThrows(ProtocolException.class, () -> new ResponseReader(repeating("HTTP/1.1 200 ", "x")).readHead());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yy", "é"})
    void manyLongFieldsAreRefusedTogether(String twoBytes) throws Exception {
        String fields = ("XX: " + twoBytes.repeat((8192 - 4) / 2) + "\r\n").repeat(8);
        assertEquals(8, head(OK + fields + "\r\n").fields().lines().size());
        ProtocolException e = assertThrows(ProtocolException.class, () -> head(OK + fields + "X:\r\n\r\n"));
        assertEquals("the header is longer than 65536 bytes", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yy", "é"})
    void chunkExtensionsHaveALimitTogether(String twoBytes) throws Exception {
        String extended = OK + "Transfer-Encoding: chunked\r\n\r\n"
                + ("01;y" + twoBytes.repeat(1020 / 2) + "\r\nx\r\n").repeat(16);
        String end = "0;" + "y".repeat(16 * 1024 - 16 * 1022 - 1);
        assertEquals("x".repeat(16), body(extended + end + "\r\n\r\n"));
        ProtocolException e = assertThrows(ProtocolException.class, () -> body(extended + end + "y\r\n\r\n"));
        assertEquals("more than 16384 bytes of chunk extensions", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5;x", "1;y\r\nx\r\n", "0\r\nX: y\r\n"})
    void endlessChunkExtensionsAndTrailersAreRefused(String endless) {
        InputStream wire = endless.startsWith("0")
                ? repeating(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n")
                : repeating(OK + "Transfer-Encoding: chunked\r\n\r\n", endless);
        ResponseReader reader = new ResponseReader(wire);
        assertThrows(ProtocolException.class, () -> Wire.readAll(reader.body(reader.readHead(), "GET"), 100));
    }

    @Test
    void bodyWithoutAnEndNeedsNoMemory() throws Exception {
        ResponseReader reader = new ResponseReader(repeating(OK + "\r\n", "x".repeat(1000)));
        InputStream body = reader.body(reader.readHead(), "GET");
        assertEquals(1L << 26, body.skip(1L << 26));
    }

    private static InputStream repeating(String text) {
        return repeating("", text);
    }

    private static InputStream repeating(String begin, String text) {
        return Wire.repeating(begin.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
