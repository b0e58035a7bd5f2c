package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GreetingProtocolTest {

    private static final Charset GBK = Charset.forName("GBK");

    @RegisterExtension
    final PrintedLines printed = new PrintedLines();

    private final Protocol protocol = new GreetingProtocol(GBK);

    @Test
    void greetsForEveryChunkUntilTheClientEndsItsStream() {
        Steps steps = new Steps(protocol.open("A"));
        assertEquals("", steps.sent());
        assertEquals("server: hello, client!", steps.receive("hello").sent());
        assertEquals("server: hello, client!", steps.receive("again").sent());
        assertEquals(Step.READ, steps.next());
        assertEquals(Step.END, steps.end().next());
    }

    @Test
    void greetsInTheClientsCharset() {
        Charset ebcdic = Charset.forName("IBM037");
        Steps steps = new Steps(new GreetingProtocol(ebcdic).open("A"));
        steps.receive("hello".getBytes(ebcdic));
        assertEquals(List.of("Client connected: A", "hello"), printed.lines());
    }

    @Test
    void printsTheTextAndTheDocumentsLines() {
        try (Conversation conversation = protocol.open("A")) {
            new Steps(conversation).receive("你好".getBytes(GBK));
        }
        assertEquals(List.of("Client connected: A", "你好", "Client went offline: A"), printed.lines());
    }

    @Test
    void printsACharacterThatTheNetworkCutWithTheNextLine() {
        byte[] text = "你好".getBytes(GBK);
        try (Conversation conversation = protocol.open("A")) {
            new Steps(conversation)
                    .receive(new byte[]{text[0]})
                    .receive(new byte[]{text[1], text[2]})
                    .receive(new byte[]{text[3]});
        }
        assertEquals(List.of("Client connected: A", "你", "好", "Client went offline: A"), printed.lines());
    }

    @Test
    void showsHalfACharacterAtTheEndOfTheStream() {
        try (Conversation conversation = protocol.open("A")) {
            new Steps(conversation).receive(new byte[]{'a', (byte) 0xc4}).end();
        }
        assertEquals(List.of("Client connected: A", "a", "\ufffd", "Client went offline: A"), printed.lines());
    }

    @Test
    void keepsLinesOfClientsThatSendHalfCharactersInTurnApart() {
        byte[] one = "你".getBytes(GBK);
        byte[] other = "好".getBytes(GBK);
        Steps a = new Steps(protocol.open("A"));
        Steps b = new Steps(protocol.open("B"));
        a.receive(new byte[]{one[0]});
        b.receive(new byte[]{other[0]});
        a.receive(new byte[]{one[1]});
        b.receive(new byte[]{other[1]});
        assertEquals(List.of("Client connected: A", "Client connected: B", "你", "好"), printed.lines());
    }

    @Test
    void showsControlCharactersInsteadOfSendingThemToTheTerminal() {
        new Steps(protocol.open("A")).receive("\u001b[2J");
        assertEquals("\\x1b[2J", printed.lines().getLast());
    }
}
