package io.github.socketsbyexample.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.threaded.ConversationHandler;
import io.github.socketsbyexample.threaded.ThreadPerClientServer;

/** The load as a process that does one job after another. */
class LoadProcessIT {

    private static RunningServer serving(ConversationHandler handler) throws IOException {
        return new RunningServer(new ThreadPerClientServer(
                RunningServer.SETTINGS.listen(RunningServer.ANY_PORT), handler, Thread.ofVirtual()));
    }

    private static Job job(SocketAddress server) {
        // Too short for an answer, now and then, in a JVM that has just started: there are figures all the same.
        return Job.parse(List.of("echo", "to=" + Addresses.format(server), "warmup=1ms", "time=10ms"));
    }

    @Test
    @Tag("full") // it waits for seconds
    void whatComesTooLateIsNotTakenForTheFiguresOfTheNextServer() throws Exception {
        try (RunningServer silent = serving(
                client -> client.getInputStream().transferTo(OutputStream.nullOutputStream()));
                RunningServer echo = serving(new EchoHandler(false));
                LoadProcess load = new LoadProcess(new Cores(), Duration.ofSeconds(8))) {
            IOException late = assertThrows(IOException.class, () -> load.run(job(silent.address())));
            assertTrue(String.valueOf(late.getMessage()).contains("no figures within"), late.toString());
            assertDoesNotThrow(() -> load.run(job(echo.address())));
        }
    }

    @Test
    void oneThatEndedSaysSo() throws Exception {
        try (RunningServer echo = serving(new EchoHandler(false));
                LoadProcess load = new LoadProcess(new Cores())) {
            assertDoesNotThrow(() -> load.run(job(echo.address())));
            load.process().toHandle().destroyForcibly(); // Process's own would close what is read here
            assertTrue(load.process().waitFor(Duration.ofSeconds(30)));
            IOException ended = assertThrows(IOException.class, () -> load.run(job(echo.address())));
            assertTrue(String.valueOf(ended.getMessage()).startsWith("the load ended without figures"),
                    ended.toString());
            assertDoesNotThrow(() -> load.run(job(echo.address())));
        }
    }
}
