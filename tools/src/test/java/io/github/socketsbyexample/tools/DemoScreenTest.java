package io.github.socketsbyexample.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class DemoScreenTest {

    private static final Pair PAIR = new Pair("tcp-basic", "echo", "document 000", "every byte comes back",
            Pair.End.of("echo-server --port 0"), Pair.End.of("echo-client --port {port}").saying("a b"));

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private List<String> shown(Terminal terminal) {
        DemoScreen screen = new DemoScreen(new PrintStream(shown, true, UTF_8), terminal);
        screen.begin(PAIR, 1, 2);
        screen.line("server", "Listening on 127.0.0.1:50007");
        byte[] bytes = "hello\n".getBytes(UTF_8);
        screen.wire(new WireEvent.Bytes(1, Duration.ZERO, Direction.TO_SERVER, bytes.length,
                WireEvent.beginning(bytes, 0, bytes.length)));
        screen.line("client", "你好");
        screen.line("client !", "trouble");
        screen.end("client: line 1 is missing");
        return shown.toString(UTF_8).lines().toList();
    }

    @Test
    void narrowTerminalShowsOneUnderTheOther() {
        assertEquals("""
                1/2  tcp-basic echo  (document 000)
                     every byte comes back
                     server  | $ echo-server
                     client  | $ echo-client 'a b'
                     server  | Listening on 127.0.0.1:50007
                     wire    |   -- hello\\n ------------------------------------------------>
                     client  | 你好
                     client !| trouble
                     not as expected: client: line 1 is missing

                """.lines().toList(), shown(new Terminal(80, false)));
    }

    @Test
    void wideTerminalShowsThemSideBySide() {
        List<String> lines = shown(new Terminal(DemoScreen.WIDE, false));
        String noEnd = " ".repeat(33);
        String noWire = " ".repeat(33);
        assertEquals("     " + Columns.fit("client", 33) + " |" + noWire + "| server", lines.get(2));
        assertEquals("     " + noEnd + " |" + noWire + "| $ echo-server", lines.get(3));
        assertEquals("     " + Columns.fit("$ echo-client 'a b'", 33) + " |" + noWire + "|", lines.get(4));
        assertEquals("     " + noEnd + " |-- hello\\n --------------------->|", lines.get(6));
        assertEquals("     " + Columns.fit("你好", 33) + " |" + noWire + "|", lines.get(7));
        assertTrue(lines.stream().allMatch(line -> Columns.width(line) <= DemoScreen.WIDE), lines.toString());
    }

    @Test
    void colourChangesNothingElse() {
        List<String> plain = shown(new Terminal(120, false));
        shown.reset();
        List<String> coloured = shown(new Terminal(120, true));
        assertTrue(coloured.toString().contains("\u001b[32mListening"), coloured.toString());
        assertEquals(plain, coloured.stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9]+m", "").stripTrailing())
                .toList());
    }

    @Test
    void tinyTerminalIsNoFailure() {
        assertTrue(shown(new Terminal(1, false)).size() > 5);
    }
}
