package io.github.socketsbyexample.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.threaded.ConversationHandler;
import io.github.socketsbyexample.threaded.ThreadPerClientServer;

/** The load in C, which is so quick because it only counts: against an echo, and against servers that are none. */
@ExtendWith(NoLeaks.class)
class StreamCounterTest {

    private static StreamCounter counter;

    @BeforeAll
    static void compile() throws IOException {
        counter = StreamCounter.on(new Cores());
        assumeTrue(counter.program().isHere(), counter.program().missing());
    }

    private static RunningServer serving(ConversationHandler handler) throws IOException {
        return new RunningServer(new ThreadPerClientServer(
                RunningServer.SETTINGS.listen(RunningServer.ANY_PORT), handler, Thread.ofVirtual()));
    }

    private static Job job(int streams, SocketAddress server) {
        return Job.parse(List.of("bulk", "to=" + Addresses.format(server), "connections=" + streams, "warmup=20ms",
                "time=200ms", "pid=" + ProcessHandle.current().pid()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void whatComesBackIsCounted(int streams) throws IOException {
        AtomicLong echoed = new AtomicLong();
        try (RunningServer server = serving(client -> {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int n; (n = in.read(buffer)) != -1;) {
                client.getOutputStream().write(buffer, 0, n);
                echoed.addAndGet(n);
            }
        })) {
            Job job = job(streams, server.address());
            assertTrue(counter.canDo(job));
            long begin = System.nanoTime();
            Figures figures = counter.run(job);
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertTrue(figures.rate() > 0 && figures.rate() * 0.2 <= echoed.get(), figures + " of " + echoed);
            assertTrue(figures.loadCpu() > 0 && figures.loadCpu() <= 1.01, figures.toString()); // it has one thread
            assertTrue(figures.serverCpu() > 0
                    && figures.serverCpu() <= seconds / 0.2 * Runtime.getRuntime().availableProcessors(),
                    figures.toString());
            assertEquals(figures.serverCpu() / figures.rate() * 1e6, figures.serverMicros(), 1e-6, figures.toString());
            assertEquals(streams == 1, Double.isNaN(figures.slowest()), figures.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, the server closed a connection before all was back", "2, more came back than was sent"})
    void whoSwallowsOrDoublesAByteIsFound(int times, String complaint) throws IOException {
        AtomicLong chunks = new AtomicLong();
        try (RunningServer server = serving(client -> {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1024];
            for (int n; (n = in.read(buffer)) != -1;) {
                out.write(buffer, 0, n - 1);
                out.write(new byte[chunks.incrementAndGet() == 10 ? times : 1]);
            }
        })) {
            WrongAnswerException wrong = assertThrows(WrongAnswerException.class,
                    () -> counter.run(job(1, server.address())));
            assertEquals(complaint, wrong.getMessage());
        }
    }

    @Test
    void absentServerIsNamedInOneLine() throws IOException {
        try (NobodyThere nobody = new NobodyThere()) {
            Job job = job(1, nobody.address());
            WrongAnswerException refused = assertThrows(WrongAnswerException.class, () -> counter.run(job));
            assertEquals("connect: Connection refused", refused.getMessage());
        }
    }
}
