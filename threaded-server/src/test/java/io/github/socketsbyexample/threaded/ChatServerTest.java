package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.common.Server;

@ExtendWith(NoLeaks.class)
@Timeout(60)
class ChatServerTest {

    private static final String NO_NAME = "a name has 1 to 32 letters, digits, - and _";

    @RegisterExtension
    private final PrintedLines printed = new PrintedLines();

    private static RunningServer room() throws IOException {
        return room(Duration.ZERO);
    }

    private static RunningServer room(Duration grace) throws IOException {
        return new RunningServer(
                new BoundedServer(RunningServer.SETTINGS.listen(new SmallBuffers(), RunningServer.ANY_PORT),
                        new ChatServer(), ChatServer.MOST_CLIENTS, Duration.ofMinutes(10), grace));
    }

    /** A system that takes little off a server that writes, so that a client's queue is soon full. */
    private static final class SmallBuffers extends ServerSocket {

        SmallBuffers() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            Socket client = super.accept();
            client.setSendBufferSize(16 * 1024);
            return client;
        }
    }

    /** A client that reads line by line. */
    private static final class Guest implements AutoCloseable {

        final RawPeer peer;
        final BufferedReader lines;

        Guest(RunningServer room, String name) throws IOException {
            peer = room.connect();
            lines = new BufferedReader(new InputStreamReader(peer.socket().getInputStream(), UTF_8));
            peer.send(name + "\n");
        }

        void says(String line) throws IOException {
            peer.send(line + "\n");
        }

        boolean saysLines(int count, String padding) throws IOException {
            for (int n = 0; n < count; n++) {
                says(n + " " + padding);
            }
            return true;
        }

        void sees(String... expected) throws IOException {
            for (String line : expected) {
                assertEquals(line, lines.readLine());
            }
        }

        /** Reads so many lines, not counting those of who joined. */
        List<String> linesUntil(int count) throws IOException {
            List<String> seen = new ArrayList<>();
            while (seen.size() < count) {
                String line = String.valueOf(lines.readLine());
                if (!line.endsWith(" joined")) {
                    seen.add(line);
                }
            }
            return seen;
        }

        void seesTheEnd() throws IOException {
            assertEquals(null, lines.readLine());
        }

        @Override
        public void close() throws IOException {
            peer.close();
        }
    }

    /** Lets a client in who sees who comes after him: from then on he is there. */
    private Guest enters(RunningServer room, String name) throws IOException {
        long before = printed.lines().stream().filter((name + " joined")::equals).count();
        Guest guest = new Guest(room, name);
        await().until(() -> printed.lines().stream().filter((name + " joined")::equals).count() > before);
        return guest;
    }

    // What is said

    /** Ahead of a server that says a thousand lines in a second; a client that has ended waits for them all to be said. */
    @Test
    void fewLinesAreSentAhead() throws Exception {
        int sent = 0;
        try (ServerSocket listener = ChatServer.listener()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel client = SocketChannel.open(listener.getLocalSocketAddress())) {
                client.setOption(StandardSocketOptions.SO_SNDBUF, ChatServer.SENT_AHEAD_BYTES);
                client.configureBlocking(false);
                ByteBuffer line = ByteBuffer.wrap("line\n".getBytes(UTF_8));
                for (int rests = 0; rests < 20;) { // the system passes on what it has taken
                    int n = client.write(line.rewind());
                    sent += n;
                    if (n == 0) {
                        rests++;
                        Thread.sleep(10);
                    }
                }
            }
        }
        assertTrue(sent < 8 * ChatServer.SENT_AHEAD_BYTES, sent + " bytes");
    }

    @Test
    void aLineGoesToAllOthersAndNotBack() throws Exception {
        try (RunningServer room = room();
                Guest anna = enters(room, "Anna");
                Guest bob = enters(room, "Bob");
                Guest chen = enters(room, "小陈")) {
            bob.says("hello");
            chen.sees("Bob: hello");
            chen.says("你好");
            anna.sees("Bob joined", "小陈 joined", "Bob: hello", "小陈: 你好");
            bob.sees("小陈 joined", "小陈: 你好");
            assertEquals(List.of("Anna joined", "Bob joined", "小陈 joined", "Bob: hello", "小陈: 你好"),
                    printed.lines());
        }
    }

    @Test
    void whoEndsItsStreamHasLeftAndStillGetsWhatWasSaidBefore() throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            anna.says("one");
            anna.sees("Bob joined");
            bob.sees("Anna: one");
            anna.says("two");
            await().until(() -> printed.lines().contains("Anna: two"));
            bob.peer.halfClose();
            anna.sees("Bob left");
            bob.sees("Anna: two");
            bob.seesTheEnd();
        }
    }

    @Test
    void whoResetsItsConnectionHasLeft() throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            bob.peer.reset();
            anna.sees("Bob joined", "Bob left");
        }
    }

    @Test
    void aNameIsFreeAgainOnceItsOwnerHasLeft() throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            bob.peer.halfClose();
            anna.sees("Bob joined", "Bob left");
            try (Guest another = enters(room, "Bob")) {
                another.says("me too");
                anna.sees("Bob joined", "Bob: me too");
            }
        }
    }

    @Test
    void aLineCutAtAnyByteArrivesWhole() throws Exception {
        byte[] text = "Bob: 你好 🙂\n".substring(5).getBytes(UTF_8);
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            anna.sees("Bob joined");
            for (int cut = 1; cut < text.length; cut++) {
                bob.peer.socket().getOutputStream().write(text, 0, cut);
                anna.says("meanwhile"); // it comes back to Bob, who has been read until then, or is about to be
                bob.sees("Anna: meanwhile");
                bob.peer.socket().getOutputStream().write(text, cut, text.length - cut);
                anna.sees("Bob: 你好 🙂");
            }
        }
    }

    @Test
    void whatIsNoUtf8OrNotPrintableReachesNobodyAsItIs() throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            bob.peer.send((byte) 'a', (byte) 0xff, (byte) 0xe4, (byte) 0xbd, (byte) '\n');
            bob.says("\u001b[2Jgone\u202e\rBob left\r");
            anna.sees("Bob joined", "Bob: a\ufffd\ufffd", "Bob: \\x1b[2Jgone\\u202e\\rBob left");
        }
    }

    @Test
    void halfALineIsNone() throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            bob.peer.send("delete all\nsend a million");
            bob.peer.halfClose();
            anna.sees("Bob joined", "Bob: delete all", "Bob left");
        }
    }

    // What fails

    /** A system on which reading ends otherwise than by a client's doing, at some letters. */
    private static final class Fragile extends ServerSocket {

        Fragile() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            Socket client = new Socket((SocketImpl) null) {
                @Override
                public InputStream getInputStream() throws IOException {
                    return new FilterInputStream(super.getInputStream()) {
                        @Override
                        public int read(byte[] buffer, int offset, int length) throws IOException {
                            int n = super.read(buffer, offset, length);
                            return switch (buffer[offset]) {
                                case 'E' -> throw new OutOfMemoryError("as if");
                                case 'B' -> throw new IllegalStateException("bug");
                                case 'C' -> throw new SocketException("as if a cable were cut");
                                case 'T' -> throw new SocketTimeoutException("as if ten seconds had passed");
                                default -> n;
                            };
                        }
                    };
                }
            };
            implAccept(client);
            return client;
        }
    }

    private static Server fragile() throws IOException {
        return new BoundedServer(RunningServer.SETTINGS.listen(new Fragile(), RunningServer.ANY_PORT),
                new ChatServer(), ChatServer.MOST_CLIENTS, Duration.ofMinutes(10), Duration.ZERO);
    }

    @Test
    void anErrorOfAReaderStopsTheServer() throws Exception {
        try (Server server = fragile(); RawPeer peer = RawPeer.connect((InetSocketAddress) server.localAddress())) {
            peer.send("E");
            IOException e = assertThrows(IOException.class, server::serve);
            assertEquals("the server has stopped: java.lang.OutOfMemoryError: as if", e.getMessage());
            assertThrows(SocketException.class, peer::readAll); // no end, which would mean that all is well
        }
    }

    /** Its other side is cut as well: an end would mean that all is well. */
    @ParameterizedTest
    @ValueSource(strings = {"B", "C"})
    void aReaderThatFailsEndsThatConversationAlone(String failure) throws Exception {
        try (RunningServer room = new RunningServer(fragile());
                Guest anna = enters(room, "Anna");
                Guest bob = enters(room, "bob")) {
            anna.sees("bob joined");
            bob.says(failure);
            anna.sees("bob left");
            assertThrows(SocketException.class, bob::seesTheEnd);
        }
    }

    /** What it has said meanwhile was heard by nobody; an end without a word would mean that it was. */
    @Test
    void whoDoesNotSayItsNameInTimeIsToldSo() throws Exception {
        try (RunningServer room = new RunningServer(fragile()); Guest late = new Guest(room, "Too late\nhello")) {
            late.peer.halfClose();
            late.sees("ten seconds without a byte of the name");
            late.seesTheEnd();
        }
    }

    // Lines

    private static String line(String text) throws IOException {
        return ChatServer.readLine(new BufferedInputStream(new ByteArrayInputStream(text.getBytes(UTF_8))), 5);
    }

    @ParameterizedTest
    @CsvSource({"'five5\n', five5", "'\n', ''", "'a\r\n', a", "'a\nb\n', a", "'好\n', 好"})
    void aLineIsReadWithoutItsEnd(String text, String line) throws Exception {
        assertEquals(line, line(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"six666\n", "nothing but text without an end", "好好\n"})
    void aLineHasAsManyBytesAsAreAllowed(String text) {
        assertThrows(ProtocolException.class, () -> line(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half"})
    void theStreamMayEndAtAnyByte(String text) {
        assertThrows(EOFException.class, () -> line(text));
    }

    // The rules

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "Anna: yes", "\u001b[2J", "a\u200bb", "\ufffd", "\u3164",
            "Anna\ufe0f", "Anna\u180b", "Anna\u180f", "Anna\udb40\udd00", "Anna\ud81b\udfe4", "\u0301",
            "one-letter-more-than-32_123456789"})
    void whatIsNoNameIsToldSoAndTheConnectionEnds(String name) throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest nobody = new Guest(room, name)) {
            nobody.sees(NO_NAME);
            nobody.seesTheEnd();
            try (Guest bob = enters(room, "Bob")) {
                bob.says("hello");
                anna.sees("Bob joined", "Bob: hello"); // and nothing before it
            }
        }
    }

    @Test
    void aNameThatIsTakenIsToldSoAndItsOwnerStays() throws Exception {
        try (RunningServer room = room();
                Guest anna = enters(room, "Anna");
                Guest other = new Guest(room, "Anna");
                Guest bob = enters(room, "Bob")) {
            other.sees("the name Anna is taken");
            other.seesTheEnd();
            bob.says("hello");
            anna.sees("Bob joined", "Bob: hello");
        }
    }

    @Test
    void aNameIsTakenHoweverItsAccentsAreWritten() throws Exception {
        try (RunningServer room = room(); Guest renee = enters(room, "Ren\u00e9e")) {
            try (Guest other = new Guest(room, "Rene\u0301e")) {
                other.sees("the name Ren\u00e9e is taken");
                other.seesTheEnd();
            }
            try (Guest zoe = new Guest(room, "Zoe\u0308")) {
                renee.sees("Zo\u00eb joined");
                zoe.says("hello");
                renee.sees("Zo\u00eb: hello");
            }
        }
    }

    @Test
    void aLineThatIsTooLongIsToldSoAndItsSenderHasLeft() throws Exception {
        try (RunningServer room = room(); Guest anna = enters(room, "Anna"); Guest bob = enters(room, "Bob")) {
            bob.says("x".repeat(ChatServer.LINE_BYTES));
            bob.says("y".repeat(ChatServer.LINE_BYTES + 1));
            anna.sees("Bob joined", "Bob: " + "x".repeat(ChatServer.LINE_BYTES), "Bob left");
            bob.sees("a line has at most " + ChatServer.LINE_BYTES + " bytes");
            bob.seesTheEnd();
        }
    }

    @Test
    void aReasonArrivesAlthoughMoreWasSentThanIsRead() throws Exception {
        try (RunningServer room = room(); Guest _ = enters(room, "Anna")) {
            for (int i = 0; i < 20; i++) {
                try (Guest other = new Guest(room, "Anna\n" + "more\n".repeat(5000))) {
                    other.sees("the name Anna is taken");
                    other.seesTheEnd();
                }
            }
        }
    }

    // The stop

    @Test
    void theStopLetsAllLeaveInGoodOrder() throws Exception {
        try (RunningServer room = room(Duration.ofMillis(100))) {
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                guests.add(enters(room, "guest-" + i));
            }
            guests.getFirst().says("last words");
            await().until(() -> printed.lines().contains("guest-0: last words"));
            room.stop();
            assertEquals(20, printed.lines().stream().filter(line -> line.endsWith(" left")).count());
            List<String> last = guests.getLast().lines.lines().toList(); // to a FIN, and no reset
            assertEquals("guest-0: last words", last.getFirst());
            for (Guest guest : guests) {
                guest.close();
            }
        }
    }

    /** Whoever has ended and waits would else take the end for that of all it has said. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300})
    void theStopTellsSoToWhoHasNotSaidAll(int graceMillis) throws Exception {
        try (RunningServer room = room(Duration.ofMillis(graceMillis)); Guest anna = enters(room, "Anna")) {
            anna.saysLines(5_000, "");
            anna.peer.halfClose();
            room.stop();
            assertTrue(printed.lines().size() < 5_000, "all was said"); // in five seconds
            anna.sees("the server stops");
            anna.seesTheEnd();
        }
    }

    @Test
    void aConnectionThatIsCutEndsInAReset() throws Exception {
        try (RunningServer room = room(); RawPeer silent = silent(room)) {
            silent.send("silent\n");
            await().until(() -> printed.lines().contains("silent joined"));
            try (Guest anna = enters(room, "Anna")) {
                while (!printed.lines().contains("silent left")) {
                    anna.says("x".repeat(1000));
                }
            }
            SocketException e = assertThrows(SocketException.class, silent::readAll);
            assertEquals("Connection reset", e.getMessage());
        }
    }

    @Test
    void whoSpeaksAloneIsNotSlowedByThoseWhoListen() throws Exception {
        try (RunningServer room = room()) {
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                guests.add(new Guest(room, "guest-" + i));
            }
            await().until(() -> printed.lines().size() == 40);
            guests.getFirst().saysLines(500, "");
            await().until(() -> printed.lines().contains("guest-0: 499")); // it would take twenty seconds
            for (Guest guest : guests) {
                guest.close();
            }
        }
    }

    @Test
    void theStopDoesNotWaitForClientsThatSayALotAndReadNothing() throws Exception {
        try (RunningServer room = room();
                RawPeer flood = room.connect();
                RawPeer other = room.connect();
                Guest anna = enters(room, "Anna")) {
            flood.send("flood\n" + "x\n".repeat(4000));
            other.send("other\n" + "y\n".repeat(4000));
            anna.says("hello");
            await().until(() -> printed.lines().contains("Anna: hello"));
            room.stop();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> printed.lines().containsAll(List.of("flood left", "other left", "Anna left")));
            for (String line : List.of("flood: x", "other: y")) { // to say all of it would have taken twelve seconds
                assertTrue(printed.lines().stream().filter(line::equals).count() < 4000, line);
            }
        }
    }

    // Many

    /** All others talk and read at once, and see the same in the same order, however many lines wait for that one. */
    @ParameterizedTest
    @ValueSource(ints = 50)
    void aClientThatNeverReadsIsCutAndDelaysNobody(int clients) throws Exception {
        int talkers = Machine.connections(clients) - 1;
        int linesEach = Math.ceilDiv(2 * ChatServer.QUEUE_LINES, talkers); // more than the queue and the buffers on the way hold
        String padding = "x".repeat(500);
        try (RunningServer room = room();
                RawPeer silent = silent(room);
                ExecutorService threads = Executors.newCachedThreadPool()) { // as other programs: not virtual as the server's
            silent.send("silent\n");
            await().until(() -> printed.lines().contains("silent joined"));
            List<Guest> guests = new ArrayList<>();
            for (int i = 0; i < talkers; i++) {
                guests.add(new Guest(room, "guest-" + i));
            }
            await().until(
                    () -> printed.lines().stream().filter(line -> line.endsWith(" joined")).count() == talkers + 1);
            List<Future<List<String>>> seen = new ArrayList<>();
            List<Future<Boolean>> said = new ArrayList<>();
            for (Guest guest : guests) {
                seen.add(threads.submit(() -> guest.linesUntil((talkers - 1) * linesEach + 1)));
                said.add(threads.submit(() -> guest.saysLines(linesEach, padding)));
            }
            List<String> order = List.of();
            for (int i = 0; i < talkers; i++) {
                List<String> lines = seen.get(i).get(50, TimeUnit.SECONDS);
                String own = "guest-" + i + ": ";
                order = i == 0 ? saidOrLeft(printed.lines()) : order;
                assertEquals(order.stream().filter(line -> !line.startsWith(own)).toList(), lines, own);
            }
            for (Future<Boolean> each : said) {
                assertTrue(each.get(20, TimeUnit.SECONDS));
            }
            assertEveryLineIsThere(order, talkers, linesEach);
            for (Guest guest : guests) {
                guest.close();
            }
        }
    }

    @Test
    @Tag("full")
    void norDoesItDelayMany() throws Exception {
        aClientThatNeverReadsIsCutAndDelaysNobody(200);
    }

    private static RawPeer silent(RunningServer room) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096); // before it connects: afterwards it has promised a larger window
        socket.connect(room.address());
        return new RawPeer(socket);
    }

    private static List<String> saidOrLeft(List<String> lines) {
        return lines.stream().filter(line -> !line.endsWith(" joined")).toList();
    }

    private static void assertEveryLineIsThere(List<String> order, int talkers, int linesEach) {
        Map<String, Integer> next = new HashMap<>();
        for (String line : order) {
            if (!line.equals("silent left")) {
                String[] words = line.split(" ", 3);
                assertEquals(next.merge(words[0], 1, Integer::sum) - 1, Integer.parseInt(words[1]), line);
            }
        }
        assertEquals(talkers, next.size());
        assertEquals(talkers * linesEach + 1, order.size()); // and silent left, once
    }
}
