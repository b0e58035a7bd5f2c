package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** What {@link GreetingHandler} says and prints, and {@link GreetingConversation} too: no design differs. */
@ExtendWith(NoLeaks.class)
class GreetingHandlerTest {

    private static final Charset GBK = Charset.forName("GBK");
    private static final Charset EBCDIC = Charset.forName("IBM037");

    @RegisterExtension
    final PrintedLines printed = new PrintedLines();

    private static RunningServer serve(Design design, Charset charset) throws IOException {
        return new RunningServer(design.open(RunningServer.ANY_PORT, RunningServer.SETTINGS, Design.Limits.DEFAULT,
                new GreetingHandler(charset), client -> new GreetingConversation(client, charset)));
    }

    private static void assertGreeted(RawPeer peer, byte... chunk) throws IOException {
        peer.send(chunk);
        assertEquals("server: hello, client!", peer.readText(22));
    }

    private static String address(RawPeer peer) {
        return "127.0.0.1:" + peer.socket().getLocalPort();
    }

    /** Has one client send these chunks, and returns what was printed between its coming and its leaving. */
    private List<String> printedFor(Design design, byte[]... chunks) throws IOException {
        String address;
        try (RunningServer server = serve(design, GBK); RawPeer peer = server.connect()) {
            address = address(peer);
            for (byte[] chunk : chunks) {
                assertGreeted(peer, chunk);
            }
            peer.halfClose();
            assertEquals(0, peer.readAll().length);
        }
        List<String> lines = new ArrayList<>(printed.lines());
        assertEquals("Client connected: " + address, lines.removeFirst());
        assertEquals("Client went offline: " + address, lines.removeLast());
        return lines;
    }

    @ParameterizedTest
    @EnumSource
    void greetsForEveryChunkAndPrintsItUntilTheClientEndsItsStream(Design design) throws Exception {
        assertEquals(List.of("hello", "again", "你好"),
                printedFor(design, "hello".getBytes(GBK), "again".getBytes(GBK), "你好".getBytes(GBK)));
    }

    @ParameterizedTest
    @EnumSource
    void greetsInTheClientsCharset(Design design) throws Exception {
        try (RunningServer server = serve(design, EBCDIC); RawPeer peer = server.connect()) {
            peer.send("hello".getBytes(EBCDIC));
            assertEquals("server: hello, client!", new String(peer.read(22), EBCDIC));
        }
        assertEquals("hello", printed.lines().get(1));
    }

    @ParameterizedTest
    @EnumSource
    void printsACharacterThatTheNetworkCutWithTheNextLine(Design design) throws Exception {
        byte[] text = "你好".getBytes(GBK);
        assertEquals(List.of("你", "好"), printedFor(design,
                new byte[]{text[0]}, new byte[]{text[1], text[2]}, new byte[]{text[3]}));
    }

    @ParameterizedTest
    @EnumSource
    void showsHalfACharacterAtTheEndOfTheStream(Design design) throws Exception {
        assertEquals(List.of("a", "\ufffd"), printedFor(design, new byte[]{'a', (byte) 0xc4}));
    }

    @ParameterizedTest
    @EnumSource
    void showsControlCharactersInsteadOfSendingThemToTheTerminal(Design design) throws Exception {
        assertEquals(List.of("\\x1b[2J\\n"), printedFor(design, "\u001b[2J\n".getBytes(GBK)));
    }

    @ParameterizedTest
    @EnumSource
    void printsNoLineThatIsLongerThanTheDocumentsBufferAndGreetsForEach(Design design) throws Exception {
        String greetings;
        try (RunningServer server = serve(design, GBK); RawPeer peer = server.connect()) {
            peer.send("x".repeat(100_000));
            peer.halfClose();
            greetings = new String(peer.readAll(), GBK);
        }
        List<String> text = printed.lines().stream().filter(line -> line.startsWith("x")).toList();
        assertEquals(100_000, String.join("", text).length());
        assertTrue(text.stream().allMatch(line -> line.length() <= 1024));
        assertEquals("server: hello, client!".repeat(text.size()), greetings);
    }

    @ParameterizedTest
    @EnumSource(names = "ITERATIVE", mode = EnumSource.Mode.EXCLUDE)
    void keepsLinesOfClientsThatSendHalfCharactersInTurnApart(Design design) throws Exception {
        byte[] one = "你".getBytes(GBK);
        byte[] other = "好".getBytes(GBK);
        try (RunningServer server = serve(design, GBK);
                RawPeer a = server.connect();
                RawPeer b = server.connect()) {
            assertGreeted(a, one[0]);
            assertGreeted(b, other[0]);
            assertGreeted(a, one[1]);
            assertGreeted(b, other[1]);
        }
        assertEquals(List.of("你", "好"), printed.lines().stream().filter(line -> !line.startsWith("Client")).toList());
    }
}
