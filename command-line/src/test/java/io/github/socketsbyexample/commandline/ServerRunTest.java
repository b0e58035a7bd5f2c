package io.github.socketsbyexample.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.socketsbyexample.common.Server;

/** What becomes of a server that ends otherwise than by a signal. */
class ServerRunTest {

    private final OutOfMemoryError noMemory = new OutOfMemoryError("Java heap space"); // as in the JVM, always the same one
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private boolean closed;

    @AfterEach
    void handleWhatIsUncaughtAsBefore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    /** A server whose serving and closing are the test's. */
    private record Acting(Runnable serving, Runnable closing) implements Server {

        @Override
        public SocketAddress localAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50007);
        }

        @Override
        public void serve() {
            serving.run();
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    private void starve() {
        throw noMemory;
    }

    private void assertStarved(Server server) {
        IOException e = assertThrows(IOException.class, new ServerRun(server)::run);
        assertEquals("the server has stopped: java.lang.OutOfMemoryError: Java heap space", e.getMessage());
        assertSame(noMemory, e.getCause());
    }

    @Test
    void oneWithoutMemoryIsClosedAndFailsAsAnyOtherDoes() {
        assertStarved(new Acting(this::starve, () -> closed = true));
        assertTrue(closed);
    }

    @Test
    void oneThatFindsNoMemoryToCloseEitherTellsTheSame() {
        assertStarved(new Acting(this::starve, this::starve));
    }

    @Test
    void whatAnyThreadDoesNotCatchStopsIt() {
        CountDownLatch told = new CountDownLatch(1);
        assertStarved(new Acting(() -> {
            Thread.ofPlatform().start(this::starve);
            await(told);
        }, told::countDown));
    }

    @Test
    void whatAThreadDoesNotCatchStopsOneThatWaitsForThatThread() {
        CountDownLatch told = new CountDownLatch(1);
        Thread starving = Thread.ofPlatform().unstarted(this::starve);
        List<Boolean> ended = new CopyOnWriteArrayList<>();
        assertStarved(new Acting(() -> {
            starving.start();
            await(told);
        }, () -> {
            try {
                ended.add(starving.join(Duration.ofSeconds(20)));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            told.countDown();
        }));
        assertTrue(ended.getFirst());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A program whose server ends by itself, and takes its time until a signal comes. */
    public static void main(String[] args) {
        CountDownLatch signalled = new CountDownLatch(1);
        Thread serving = Thread.currentThread();
        Program.server(ServerRunTest.class, 0).serve(args, arguments -> new Acting(new ServerRunTest()::starve, () -> {
            if (Thread.currentThread().equals(serving)) {
                System.out.println("closing");
                await(signalled);
            } else {
                signalled.countDown();
            }
        }));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is killed there, not told to stop")
    void signalDuringItsOwnEndTakesNeitherItsReasonNorItsAddressNorItsExitCodeAway() throws Exception {
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ServerRunTest.class.getName()).start();
        try {
            BufferedReader printed = program.inputReader();
            assertEquals("Listening on 127.0.0.1:50007", printed.readLine());
            assertEquals("closing", printed.readLine());
            program.toHandle().destroy(); // Process's own would close what is read here
            assertTrue(program.waitFor(Duration.ofSeconds(30)));
            assertEquals("127.0.0.1:50007: the server has stopped: java.lang.OutOfMemoryError: Java heap space",
                    program.errorReader().readLine());
            assertEquals(1, program.exitValue());
        } finally {
            program.destroyForcibly();
        }
    }
}
