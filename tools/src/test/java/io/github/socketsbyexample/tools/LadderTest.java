package io.github.socketsbyexample.tools;

import static io.github.socketsbyexample.tools.Direction.TO_CLIENT;
import static io.github.socketsbyexample.tools.Direction.TO_SERVER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class LadderTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 37548);

    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private final Ladder ladder = new Ladder(new PrintStream(drawn, true, UTF_8), new WireText(UTF_8, 32), true);

    private static Duration at(int millis) {
        return Duration.ofMillis(5000 + millis);
    }

    private static WireEvent.Bytes bytes(int millis, Direction direction, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new WireEvent.Bytes(1, at(millis), direction, bytes.length,
                WireEvent.beginning(bytes, 0, bytes.length));
    }

    private void assertDrawn(String expected) {
        assertEquals(expected.lines().map(String::stripTrailing).toList(), drawn.toString(UTF_8).lines().toList());
        assertTrue(drawn.toString(UTF_8).lines().allMatch(line -> Columns.width(line) <= 80));
    }

    @Test
    void conversationIsReadFromTopToBottom() {
        ladder.draw(new WireEvent.Connected(1, at(0), CLIENT));
        ladder.draw(bytes(3, TO_SERVER, "你好\n"));
        ladder.draw(new WireEvent.Ended(1, at(4), TO_SERVER, false));
        ladder.draw(bytes(1005, TO_CLIENT, "x".repeat(33)));
        ladder.draw(new WireEvent.Ended(1, at(1006), TO_CLIENT, true));
        assertDrawn("""
                  seconds    client                                                 server
                    0.000    |-- SYN from 127.0.0.1:37548 ----------------------------------->|
                    0.003    |-- 7 bytes ---------------------------------------------------->|
                             |   你好\\n                                                       |
                             |   e4 bd a0 e5 a5 bd 0a                                         |
                    0.004    |-- FIN: half-closed ------------------------------------------->|
                    1.005    |<--------------------------------------------------- 33 bytes --|
                             |              xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx                  |
                             |              78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78   |
                             |              78 78 78 78 78 78 78 78 78 78 78 78 78 78 78 78   |
                             |              ... 1 more                                        |
                    1.006    |<------------------------------------------------ FIN: closed --|
                """);
    }

    @Test
    void whatGoesWrongLooksDifferent() {
        ladder.draw(new WireEvent.Refused(1, at(0), CLIENT, "cannot connect to 127.0.0.1:9: Connection refused"));
        ladder.draw(new WireEvent.Connected(2, at(1), CLIENT));
        ladder.draw(new WireEvent.Reset(2, at(2), TO_SERVER));
        ladder.draw(new WireEvent.Connected(3, at(3), CLIENT));
        ladder.draw(new WireEvent.Reset(3, at(4), TO_CLIENT));
        ladder.draw(new WireEvent.Connected(4, at(5), CLIENT));
        ladder.draw(new WireEvent.Cut(4, at(6)));
        ladder.missed(12);
        assertDrawn("""
                  seconds    client                                                 server
                    0.000    |-- SYN from 127.0.0.1:37548 -----------------------------------X|
                             |   cannot connect to 127.0.0.1:9: Connection refused            |
                    0.001 #2 |-- SYN from 127.0.0.1:37548 ----------------------------------->|
                    0.002 #2 |** RST: aborted ***********************************************>|
                    0.003 #3 |-- SYN from 127.0.0.1:37548 ----------------------------------->|
                    0.004 #3 |<*********************************************** RST: aborted **|
                    0.005 #4 |-- SYN from 127.0.0.1:37548 ----------------------------------->|
                    0.006 #4 |== stopped: both sides closed ==================================|
                               (12 events not shown: they came faster than they could be drawn)
                """);
    }

    @Test
    void numbersOfManyConnectionsStayReadable() {
        for (int connection : List.of(99, 100, 1000)) {
            ladder.draw(new WireEvent.Reset(connection, at(0), TO_SERVER));
        }
        assertDrawn("""
                  seconds    client                                                 server
                    0.000 #99|** RST: aborted ***********************************************>|
                    0.000#100|** RST: aborted ***********************************************>|
                    0.000#1000|** RST: aborted ***********************************************>|
                """);
    }

    @Test
    void datagramsAreDotted() {
        ladder.draw(new WireEvent.Datagram(1, at(0), TO_SERVER, 0, WireEvent.beginning(new byte[0], 0, 0)));
        ladder.draw(new WireEvent.Unreachable(1, at(1)));
        assertDrawn("""
                  seconds    client                                                 server
                    0.000    |.. datagram: 0 bytes ..........................................>|
                    0.001    |X..................................... ICMP: port unreachable ..|
                """);
    }

    @Test
    void longTextStaysInItsLane() {
        ladder.draw(bytes(0, TO_CLIENT, "你".repeat(10)));
        ladder.draw(bytes(0, TO_SERVER, "\u001b".repeat(32)));
        new LadderLane(30, new WireText(UTF_8, 1024), false).draw(bytes(0, TO_CLIENT, "x".repeat(1000)))
                .forEach(line -> assertEquals(30, Columns.width(line)));
        assertTrue(drawn.toString(UTF_8).lines().skip(1).allMatch(line -> Columns.width(line) == 79), drawn::toString);
        assertEquals(-1, drawn.toString(UTF_8).indexOf('\u001b'));
    }

    @Test
    void textStandsInItsArrowWhereThereIsNoHexadecimal() {
        LadderLane lane = new LadderLane(24, new WireText(UTF_8, 1024), false);
        assertEquals("[-- hello -------------->]", lane.draw(bytes(0, TO_SERVER, "hello")).toString());
        assertEquals("[<--------------- 你好 --]", lane.draw(bytes(0, TO_CLIENT, "你好")).toString());
        assertEquals("[-- 9 bytes ------------>,    two\\n                ,    lines                ]",
                lane.draw(bytes(0, TO_SERVER, "two\nlines")).toString());
    }

    @Test
    void halfACharacterShowsWithTheEndOfItsStream() {
        LadderLane lane = new LadderLane(24, new WireText(UTF_8, 1024), false);
        ByteBuffer half = WireEvent.beginning("x你".getBytes(UTF_8), 0, 2);
        assertEquals("[-- x ------------------>]",
                lane.draw(new WireEvent.Bytes(1, at(0), TO_SERVER, 2, half)).toString());
        assertEquals("[-- \ufffd FIN: closed ------>]",
                lane.draw(new WireEvent.Ended(1, at(1), TO_SERVER, true)).toString());
    }
}
