package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jdk.net.ExtendedSocketOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;
import io.github.socketsbyexample.pitfalls.OwnNetwork;

@ExtendWith(NoLeaks.class)
class SilentDeathTest {

    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final Duration MORE_THAN_KEEP_ALIVE = Duration.ofMillis(3500); // it takes 2 s to find a dead host
    private static final int PATIENT_MILLIS = 1_000; // with a program that may have to wait for a processor
    private static final int ROUNDS = 2;

    @Test
    void brokenWaitsForEver() throws IOException {
        try (LoopbackConnection stuck = LoopbackConnection.open()) {
            BlockingCall waiting = BlockingCall.at(() -> SilentDeath.awaitNews(stuck.client()));
            assertEquals("still blocked", waiting.outcome(A_WHILE));
        }
    }

    @Test
    void fixedFindsAStuckProgram() throws IOException {
        try (LoopbackConnection stuck = LoopbackConnection.open()) {
            SocketTimeoutException dead = assertThrows(SocketTimeoutException.class,
                    () -> SilentDeath.awaitNewsAndAsk(stuck.client(), SilentDeath.SILENCE_MILLIS));
            assertEquals("no answer to a ping", dead.getMessage());
        }
    }

    @Test
    void fixedGoesOnWaitingForAProgramThatAnswers() throws IOException {
        try (LoopbackConnection alive = LoopbackConnection.open()) {
            BlockingCall waiting = BlockingCall.at(() -> SilentDeath.awaitNewsAndAsk(alive.client(), PATIENT_MILLIS));
            for (int i = 0; i < ROUNDS; i++) {
                assertEquals(SilentDeath.PING, alive.server().getInputStream().read());
                alive.server().getOutputStream().write(SilentDeath.PONG);
            }
            alive.server().getOutputStream().write('x');
            assertEquals("x", waiting.outcome(LoopbackConnection.DEADLINE));
            alive.server().close();
            assertThrows(EOFException.class, () -> SilentDeath.awaitNewsAndAsk(alive.client(), PATIENT_MILLIS));
        }
    }

    @Test
    void keepAliveIsSetForOneSocket() throws IOException {
        try (Socket kept = new Socket(); Socket other = new Socket()) {
            SilentDeath.keepAlive(kept, 60, 10, 6);
            assertEquals(List.of(60, 10, 6), List.of(kept.getOption(ExtendedSocketOptions.TCP_KEEPIDLE),
                    kept.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    kept.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)));
            assertFalse(other.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertNotEquals(60, other.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
        }
    }

    @Test
    void keepAliveFindsNoStuckProgram() throws IOException {
        try (LoopbackConnection stuck = LoopbackConnection.open()) {
            SilentDeath.keepAlive(stuck.client(), 1, 1, 1);
            BlockingCall waiting = BlockingCall.at(() -> SilentDeath.awaitNews(stuck.client()));
            assertEquals("still blocked", waiting.outcome(MORE_THAN_KEEP_ALIVE));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux gives a process a network of its own")
    void keepAliveFindsAHostThatIsGone(@TempDir Path folder) throws IOException, InterruptedException {
        assertEquals(List.of("without: still blocked", "with: SocketException: Connection timed out"),
                OwnNetwork.printed("true", HostIsGone.class, folder));
    }

    /** Loses its network while it waits for news over two idle connections. */
    static final class HostIsGone {

        static void main() throws IOException, InterruptedException {
            try (LoopbackConnection without = LoopbackConnection.open();
                    LoopbackConnection with = LoopbackConnection.open()) {
                SilentDeath.keepAlive(with.client(), 1, 1, 1);
                BlockingCall first = BlockingCall.at(() -> SilentDeath.awaitNews(without.client()));
                BlockingCall second = BlockingCall.at(() -> SilentDeath.awaitNews(with.client()));
                new ProcessBuilder("ip", "link", "set", "lo", "down").inheritIO().start().waitFor();
                String kept = second.outcome(LoopbackConnection.DEADLINE);
                IO.println("without: " + first.outcome(A_WHILE));
                IO.println("with: " + kept);
            }
        }
    }
}
