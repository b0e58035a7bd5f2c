package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;

/** What becomes of a conversation that fails, and who is told. */
@ExtendWith(NoLeaks.class)
class FailuresTest {

    private final Reports reports = new Reports();
    private final AtomicInteger stops = new AtomicInteger();
    private final Failures failures = new Failures(reports.log(), stops::incrementAndGet);

    /** A client's side, before or while it is served. */
    private interface Client {
        void act(RawPeer peer) throws IOException;
    }

    /** Serves one client, and returns what is reported but for its address. */
    private List<String> run(ConversationHandler handler, Client client) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RawPeer peer = RawPeer.connect(
                        (InetSocketAddress) listener.getLocalSocketAddress());
                Socket accepted = listener.accept()) {
            client.act(peer);
            failures.run(handler, accepted);
            assertTrue(accepted.isClosed());
            return reports.lines()
                    .stream()
                    .map(line -> line.replace("127.0.0.1:" + accepted.getPort(), "CLIENT"))
                    .toList();
        }
    }

    private static ConversationHandler failing(Exception e) {
        return client -> {
            switch (e) {
                case IOException network -> throw network;
                case InterruptedException stopped -> throw stopped;
                case RuntimeException bug -> throw bug;
                default -> throw new AssertionError(e);
            }
        };
    }

    @Test
    void aClientThatResetsItsConnectionIsNotReported() throws Exception {
        assertEquals(List.of(), run(client -> client.getInputStream().read(), RawPeer::reset));
        assertEquals(List.of(), run(client -> {
            while (true) {
                client.getOutputStream().write(new byte[1000]);
            }
        }, RawPeer::close));
        assertEquals(0, stops.get());
    }

    static final List<Exception> DEPARTURES = List.of(
            new SocketException("Connection reset"),
            new SocketException("Broken pipe"),
            new SocketException("Socket closed"),
            new SocketTimeoutException("Read timed out"),
            new EOFException(),
            new ClosedByInterruptException(),
            new UncheckedIOException(new SocketException("Connection reset")),
            new InterruptedException());

    @ParameterizedTest
    @FieldSource("DEPARTURES")
    void howAClientLeavesOrIsCutIsNotReported(Exception e) throws Exception {
        assertEquals(List.of(), run(failing(e), peer -> {}));
    }

    @Test
    void aFileOrConnectionOfTheHandlersOwnIsReported() throws Exception {
        run(failing(new ConnectException("Connection refused")), peer -> {});
        run(failing(new NoSuchFileException("greetings.txt")), peer -> {});
        assertEquals(List.of("CLIENT: java.net.ConnectException: Connection refused",
                "CLIENT: java.nio.file.NoSuchFileException: greetings.txt"),
                reports.lines().stream().map(line -> line.replaceFirst("127\\.0\\.0\\.1:[0-9]+", "CLIENT")).toList());
    }

    @Test
    void aBugIsReportedInOneLineAndEndsThatConversationAlone() throws Exception {
        assertEquals(List.of("CLIENT: unexpected failure, please report it: java.lang.IllegalStateException: bug"),
                run(failing(new IllegalStateException("bug")), peer -> {}));
        assertEquals(0, stops.get());
    }

    @Test
    void anErrorStopsTheServerWhichTellsIt() throws Exception {
        Error error = new OutOfMemoryError("Java heap space");
        failures.rethrow(); // nothing so far
        assertEquals(List.of(), run(client -> {
            throw error;
        }, peer -> {}));
        assertEquals(1, stops.get());
        IOException e = assertThrows(IOException.class, failures::rethrow);
        assertSame(error, e.getCause());
    }

    /** A JVM without memory has one error for all who want some, and an exception can't suppress itself. */
    @Test
    void anErrorThatClosingTheClientMeetsTooStopsTheServerAsWell() throws Exception {
        Error error = new OutOfMemoryError("Java heap space");
        failures.run(client -> {
            throw error;
        }, new Socket() {
            @Override
            public void close() {
                throw error;
            }
        });
        assertEquals(1, stops.get());
        assertSame(error, assertThrows(IOException.class, failures::rethrow).getCause());
        assertEquals(List.of(), reports.lines());
    }

    @Test
    void aClosingThatFailsHidesNoError() throws Exception {
        Error error = new OutOfMemoryError("Java heap space");
        failures.run(client -> {
            throw error;
        }, new Socket() {
            @Override
            public void close() throws IOException {
                throw new IOException("as if");
            }
        });
        assertEquals(1, stops.get());
        assertSame(error, assertThrows(IOException.class, failures::rethrow).getCause());
    }

    /** It would end the thread with a stack trace, and be all that is told. */
    @Test
    void aStopThatFindsNoMemoryEitherTellsTheFirstError() {
        OutOfMemoryError first = new OutOfMemoryError("first");
        Failures starved = new Failures(reports.log(), () -> {
            throw new OutOfMemoryError("again");
        });
        starved.stop(first);
        assertSame(first, assertThrows(IOException.class, starved::rethrow).getCause());
    }
}
