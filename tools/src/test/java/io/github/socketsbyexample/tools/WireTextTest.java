package io.github.socketsbyexample.tools;

import static io.github.socketsbyexample.tools.Direction.TO_CLIENT;
import static io.github.socketsbyexample.tools.Direction.TO_SERVER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTextTest {

    private final WireText text = new WireText(UTF_8, 16);

    private static WireEvent.Bytes bytes(Direction direction, byte... bytes) {
        return new WireEvent.Bytes(1, Duration.ZERO, direction, bytes.length,
                WireEvent.beginning(bytes, 0, bytes.length));
    }

    @Test
    void characterThatWasCutBetweenChunksShowsWithTheSecond() {
        byte[] nihao = "你好".getBytes(UTF_8);
        assertEquals("你", text.decode(bytes(TO_SERVER, nihao[0], nihao[1], nihao[2], nihao[3])));
        assertEquals("x", text.decode(bytes(TO_CLIENT, (byte) 'x'))); // another stream meanwhile
        assertEquals("好", text.decode(bytes(TO_SERVER, nihao[4], nihao[5])));
    }

    @Test
    void halfACharacterThatEndsAStreamIsAnError() {
        assertEquals("x", text.decode(bytes(TO_SERVER, (byte) 'x', (byte) 0xe4)));
        assertEquals("", text.end(new WireEvent.Ended(1, Duration.ZERO, TO_CLIENT, false)));
        assertEquals("\ufffd ", text.end(new WireEvent.Ended(1, Duration.ZERO, TO_SERVER, true)));
        assertEquals("", text.decode(bytes(TO_CLIENT, (byte) 0xe4)));
        assertEquals("\ufffd ", text.end(new WireEvent.Reset(1, Duration.ZERO, TO_SERVER)));
        assertEquals("", text.end(new WireEvent.Cut(1, Duration.ZERO)));
    }

    @Test
    void onlyTheBeginningOfAChunkIsShownAndTheNextStartsAfresh() {
        assertEquals("你好你好你", text.decode(bytes(TO_SERVER, "你好你好你好你好".getBytes(UTF_8))));
        assertEquals("你", text.decode(bytes(TO_SERVER, "你".getBytes(UTF_8))));
    }

    @Test
    void charsetIsTheConversations() {
        assertEquals("你好", new WireText(Charset.forName("GBK"), 16)
                .decode(bytes(TO_SERVER, (byte) 0xc4, (byte) 0xe3, (byte) 0xba, (byte) 0xc3)));
    }

    @Test
    void halfACharacterInADatagramIsAnError() {
        WireEvent.Datagram datagram = new WireEvent.Datagram(1, Duration.ZERO, TO_SERVER, 2,
                WireEvent.beginning("x你".getBytes(UTF_8), 0, 2));
        assertEquals("x\ufffd", text.decode(datagram));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a\u001b[2Jb | a\\x1b[2Jb",
            "a\u0085b    | a\\x85b",
            "a\u202eb    | a\\u202eb",
            "a\u2028b    | a\\u2028b",
            "a\tb        | a\\tb",
            "你好        | 你好"})
    void whatCouldMoveACursorIsWrittenOut(String line, String shown) {
        assertEquals(List.of(shown), WireText.lines(line));
    }

    @Test
    void linesKeepTheirEnds() {
        assertEquals(List.of("GET / HTTP/1.1\\r\\n", "\\r\\n", "\\n", "x"),
                WireText.lines("GET / HTTP/1.1\r\n\r\n\nx"));
        assertEquals(List.of(), WireText.lines(""));
    }

    @Test
    void bytesAreRowsOfSixteen() {
        assertEquals(List.of(), new WireText(UTF_8, 64).hex(bytes(TO_SERVER)));
        assertEquals(List.of("61 62"), new WireText(UTF_8, 64).hex(bytes(TO_SERVER, (byte) 'a', (byte) 'b')));
        List<String> rows = new WireText(UTF_8, 64).hex(bytes(TO_SERVER, new byte[33]));
        assertEquals(List.of("00 ".repeat(16).strip(), "00 ".repeat(16).strip(), "00"), rows);
    }
}
