package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.OwnJvm;

/** What the README says of virtual threads that wait in native code: with a single processor, one of them is enough. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no named pipes to wait for")
class HeldCarrierTest {

    private static final Duration A_MOMENT = Duration.ofMillis(500); // to see that something does not happen
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** One virtual thread opens a pipe that nobody writes to, another has nothing to wait for. */
    static final class OneProcessor {
        public static void main(String[] args) throws Exception {
            System.setProperty("jdk.virtualThreadScheduler.parallelism", "1"); // before there is a virtual thread
            Path pipe = Path.of(args[0]);
            assertEquals(0, new ProcessBuilder("mkfifo", args[0]).inheritIO().start().waitFor());
            Thread.startVirtualThread(() -> open(pipe)); // it runs first: a scheduler's queue is one of first come
            Thread other = Thread.startVirtualThread(() -> IO.println("the other ran"));
            IO.println(other.join(A_MOMENT) ? "at once" : "not yet");
            new FileOutputStream(pipe.toFile()).close(); // which ends the wait
            assertTrue(other.join(DEADLINE));
        }

        private static void open(Path pipe) {
            try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                IO.println("opened " + (in.read() == -1));
            } catch (IOException e) {
                IO.println(e);
            }
        }
    }

    @Test
    void whoWaitsInNativeCodeHoldsTheCarrierOfAllOthers(@TempDir Path folder) throws Exception {
        assertEquals(List.of("not yet", "opened true", "the other ran"), OwnJvm.printed(List.of(), OneProcessor.class,
                folder, folder.resolve("pipe").toString()));
    }
}
