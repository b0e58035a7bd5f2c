package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.tools.Direction;
import io.github.socketsbyexample.tools.Interference;
import io.github.socketsbyexample.tools.Outlet;
import io.github.socketsbyexample.tools.Pair.Transport;

class FaultTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** What arrives, in words. */
    private static final class Arrivals implements Outlet {

        private final List<String> words = new CopyOnWriteArrayList<>();

        @Override
        public void send(byte[] bytes, int offset, int length) {
            words.add(new String(bytes, offset, length, ISO_8859_1));
        }

        @Override
        public void end() {
            words.add("END");
        }

        @Override
        public void reset() {
            words.add("RESET");
        }

        @Override
        public void cut() {
            words.add("CUT");
        }
    }

    private final Arrivals arrivals = new Arrivals();

    private Outlet behind(Fault fault) throws IOException {
        return behind(fault, 1);
    }

    private Outlet behind(Fault fault, long seed) throws IOException {
        return fault.on(EnumSet.of(Direction.TO_SERVER), seed).put(Direction.TO_SERVER, arrivals);
    }

    /** Sends each from the middle of a larger buffer, as a relay may. */
    private static void send(Outlet outlet, String... chunks) throws IOException {
        for (String chunk : chunks) {
            outlet.send(("<" + chunk + ">").getBytes(ISO_8859_1), 1, chunk.length());
        }
    }

    private List<String> after(Fault fault, String... chunks) throws IOException {
        return after(behind(fault), chunks);
    }

    private List<String> after(Outlet outlet, String... chunks) throws IOException {
        send(outlet, chunks);
        outlet.end();
        return arrivals.words;
    }

    @Test
    void theOtherDirectionIsLeftAlone() throws Exception {
        for (Fault fault : Fault.values()) {
            Outlet other = fault.on(EnumSet.of(Direction.TO_SERVER), 1).put(Direction.TO_CLIENT, arrivals);
            send(other, "abcd");
            other.end();
            assertEquals(List.of("abcd", "END"), arrivals.words, fault.toString());
            arrivals.words.clear();
        }
    }

    @Test
    void whatIsAnsweredToTheLastBytesBeforeACutOrAResetDoesNotGetThrough() throws Exception {
        for (Fault fault : List.of(Fault.CUT_MID_MESSAGE, Fault.RESET_MID_MESSAGE)) {
            Interference interference = fault.on(EnumSet.of(Direction.TO_SERVER), 1);
            Arrivals answers = new Arrivals();
            Outlet toServer = interference.put(Direction.TO_SERVER, arrivals);
            Outlet toClient = interference.put(Direction.TO_CLIENT, answers);
            send(toServer, "ab");
            send(toClient, "welcome");
            send(toServer, "cd");
            send(toClient, "not heard");
            toClient.end();
            assertEquals(List.of("welcome"), answers.words, fault.toString());
        }
    }

    @Test
    void namesAreThoseOfTheTable() {
        assertEquals("slice glue latency stall cut-mid-message reset-on-connect reset-mid-message half-close-early "
                + "garbage", names(Transport.TCP));
        assertEquals("drop duplicate reorder truncate", names(Transport.UDP));
    }

    private static String names(Transport transport) {
        return Fault.of(transport).stream().map(Fault::toString).collect(Collectors.joining(" "));
    }

    @Test
    void sliceSendsEveryByteAlone() throws Exception {
        assertEquals(List.of("a", "b", "c", "END"), after(Fault.SLICE, "ab", "c"));
    }

    @Test
    void glueSendsInOnePieceWhatArrivesBeforeTheEnd() throws Exception {
        Outlet glue = new StreamFaults.Glue(arrivals, DEADLINE);
        assertEquals(List.of("abc", "END"), after(glue, "ab", "c"));
    }

    @Test
    void glueSendsAfterAMomentAlthoughNothingFollows() throws Exception {
        Outlet outlet = behind(Fault.GLUE);
        send(outlet, "ab");
        await().atMost(DEADLINE).until(() -> arrivals.words.equals(List.of("ab")));
        send(outlet, "c");
        await().atMost(DEADLINE).until(() -> arrivals.words.equals(List.of("ab", "c")));
    }

    @Test
    void latencySendsTheSameLater() throws Exception {
        long begin = System.nanoTime();
        assertEquals(List.of("ab", "END"), after(Fault.LATENCY, "ab"));
        assertTrue(System.nanoTime() - begin > Duration.ofMillis(40).toNanos());
    }

    @Test
    void stallSwallowsEverythingAfterTheThirdByteAndTheEndUntilItIsInterrupted() throws Exception {
        Outlet outlet = behind(Fault.STALL);
        send(outlet, "ab", "cd", "e");
        FutureTask<Void> end = new FutureTask<>(() -> {
            outlet.end();
            return null;
        });
        Thread ending = Thread.ofVirtual().start(end);
        await().atMost(DEADLINE).until(() -> ending.getState() == Thread.State.WAITING);
        ending.interrupt();
        ExecutionException interrupted = assertThrows(ExecutionException.class, () -> end.get(20, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedIOException.class, interrupted.getCause());
        assertEquals(List.of("ab", "c"), arrivals.words);
    }

    @Test
    void streamThatIsShorterThanThreeBytesIsLeftAlone() throws Exception {
        assertEquals(List.of("ab", "END"), after(Fault.STALL, "ab"));
    }

    @Test
    void connectionIsCutOrResetOrHalfClosedAfterTheThirdByteAndTheRestIsSwallowed() throws Exception {
        assertEquals(List.of("ab", "c", "CUT"), after(Fault.CUT_MID_MESSAGE, "ab", "cd", "e"));
        arrivals.words.clear();
        assertEquals(List.of("abc", "RESET"), after(Fault.RESET_MID_MESSAGE, "abc", "d"));
        arrivals.words.clear();
        assertEquals(List.of("abc", "END"), after(Fault.HALF_CLOSE_EARLY, "abcd"));
    }

    @Test
    void resetOnConnectHappensBeforeAnythingIsSent() throws Exception {
        behind(Fault.RESET_ON_CONNECT);
        assertEquals(List.of("RESET"), arrivals.words);
    }

    @Test
    void garbageIsAsLongAndNeverAsciiAndTheSameForTheSameSeed() throws Exception {
        send(behind(Fault.GARBAGE, 7), "hello", "you");
        send(behind(Fault.GARBAGE, 7), "helloyou");
        send(behind(Fault.GARBAGE, 8), "helloyou");
        String first = arrivals.words.get(0) + arrivals.words.get(1);
        assertEquals(8, first.length());
        assertTrue(first.chars().allMatch(each -> each >= 0x80), first);
        assertEquals(first, arrivals.words.get(2));
        assertNotEquals(first, arrivals.words.get(3));
    }

    @Test
    void datagramsAreDroppedDuplicatedReorderedAndTruncated() throws Exception {
        assertEquals(List.of("two", "three", "END"), after(Fault.DROP, "one", "two", "three"));
        arrivals.words.clear();
        assertEquals(List.of("one", "one", "", "", "END"), after(Fault.DUPLICATE, "one", ""));
        arrivals.words.clear();
        assertEquals(List.of("two", "one", "three", "END"), after(Fault.REORDER, "one", "two", "three"));
        arrivals.words.clear();
        assertEquals(List.of("on", "", "END"), after(Fault.TRUNCATE, "one2", ""));
    }
}
