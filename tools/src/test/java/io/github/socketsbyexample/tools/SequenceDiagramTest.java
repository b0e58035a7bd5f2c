package io.github.socketsbyexample.tools;

import static io.github.socketsbyexample.tools.Direction.TO_CLIENT;
import static io.github.socketsbyexample.tools.Direction.TO_SERVER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;

class SequenceDiagramTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 37548);
    private static final Duration NOW = Duration.ZERO;

    private final StringWriter written = new StringWriter();
    private final SequenceDiagram diagram = new SequenceDiagram(new PrintWriter(written), "a client", "a server",
            UTF_8, text -> text.replace("secret", "<hidden>"));

    private static WireEvent.Bytes bytes(int connection, Direction direction, byte[] bytes) {
        return new WireEvent.Bytes(connection, NOW, direction, bytes.length,
                WireEvent.beginning(bytes, 0, bytes.length));
    }

    private static WireEvent.Bytes bytes(int connection, Direction direction, String text) {
        return bytes(connection, direction, text.getBytes(UTF_8));
    }

    private void assertWritten(String expected) {
        assertDoesNotThrow(diagram::close);
        assertEquals(expected, written.toString());
    }

    @Test
    void whereAStreamWasCutDoesNotShow() {
        diagram.draw(new WireEvent.Connected(1, NOW, CLIENT));
        byte[] text = "你好, world".getBytes(UTF_8);
        for (byte b : text) {
            diagram.draw(bytes(1, TO_SERVER, new byte[]{b}));
        }
        diagram.draw(bytes(1, TO_CLIENT, "answer"));
        diagram.draw(new WireEvent.Ended(1, NOW, TO_CLIENT, false));
        diagram.draw(bytes(1, TO_SERVER, "more"));
        diagram.draw(new WireEvent.Ended(1, NOW, TO_SERVER, true));
        assertWritten("""
                sequenceDiagram
                    participant C1 as a client
                    participant S as a server
                    C1->>S: SYN
                    C1->>S: 你好, world
                    S->>C1: answer
                    S-->>C1: FIN
                    C1->>S: more
                    C1-->>S: FIN: closed
                """);
    }

    @Test
    void halfACharacterShowsWithTheEndOfItsStream() {
        diagram.draw(new WireEvent.Connected(1, NOW, CLIENT));
        diagram.draw(bytes(1, TO_SERVER, new byte[]{'x', (byte) 0xe4}));
        diagram.draw(new WireEvent.Ended(1, NOW, TO_SERVER, false));
        assertWritten("""
                sequenceDiagram
                    participant C1 as a client
                    participant S as a server
                    C1->>S: SYN
                    C1->>S: x
                    C1-->>S: \ufffd FIN
                """);
    }

    @Test
    void eachConnectionHasALifeline() {
        diagram.draw(new WireEvent.Refused(1, NOW, CLIENT, "cannot connect"));
        diagram.draw(new WireEvent.Connected(2, NOW, CLIENT));
        diagram.draw(new WireEvent.Reset(2, NOW, TO_CLIENT));
        diagram.draw(new WireEvent.Datagram(3, NOW, TO_SERVER, 0, WireEvent.beginning(new byte[0], 0, 0)));
        diagram.draw(new WireEvent.Unreachable(3, NOW));
        diagram.draw(new WireEvent.Cut(2, NOW));
        assertWritten("""
                sequenceDiagram
                    participant C1 as a client
                    participant S as a server
                    C1-xS: SYN
                    Note over S: cannot connect
                    participant C2 as a client (2)
                    C2->>S: SYN
                    S-xC2: RST
                    participant C3 as a client (3)
                    C3-)S: (empty)
                    S-xC3: ICMP: port unreachable
                    Note over C2,S: stopped: both sides closed
                """);
    }

    @Test
    void textThatWouldBeTakenForMermaidIsEscaped() {
        diagram.draw(bytes(1, TO_SERVER, "a;b#c<br/>%%{init}$$&amp;`\u001b[2J\n```\nsecret"));
        assertWritten("""
                sequenceDiagram
                    participant C1 as a client
                    participant S as a server
                    C1->>S: a#59;b#35;c#60;br/#62;#37;#37;#123;init#125;#36;#36;#38;amp#59;#96;\\x1b[2J\\n\
                <br/>#96;#96;#96;\\n<br/>#60;hidden#62;
                """);
    }

    @Test
    void longTextIsCutAndCounted() {
        diagram.draw(bytes(1, TO_SERVER, "x".repeat(1000)));
        diagram.draw(bytes(1, TO_SERVER, "x".repeat(1000)));
        diagram.draw(bytes(1, TO_CLIENT, "line\n".repeat(100)));
        assertWritten("""
                sequenceDiagram
                    participant C1 as a client
                    participant S as a server
                    C1->>S: %s...<br/>(2000 bytes)
                    S->>C1: %s(500 bytes)
                """.formatted("x".repeat(57), "line\\n<br/>".repeat(12)));
    }

    @Test
    void diagramIsNotLargerThanViewersDraw() throws IOException {
        for (int i = 1; i <= 10_000; i++) {
            diagram.draw(new WireEvent.Connected(i, NOW, CLIENT));
        }
        diagram.missed(5);
        diagram.close();
        assertTrue(written.toString().length() < 50_000, "length");
        assertTrue(written.toString().matches("(?s).*Note over C1,S: [0-9]+ more events, too many for a diagram\n"),
                written::toString);
    }

    @Test
    void whatCouldNotBeWrittenIsToldInTheEnd() {
        SequenceDiagram lost = new SequenceDiagram(new PrintWriter(new PipedWriter()), "a client", "a server", UTF_8,
                text -> text); // a pipe without another end
        assertEquals("the diagram could not be written", assertThrows(IOException.class, lost::close).getMessage());
    }
}
