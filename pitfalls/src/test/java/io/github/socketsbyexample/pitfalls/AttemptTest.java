package io.github.socketsbyexample.pitfalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class AttemptTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Test
    void saysWhatCameOfIt() throws IOException {
        assertEquals("42", Attempt.at(() -> 42).outcome(DEADLINE));
        assertEquals("IOException: no luck", Attempt.at(() -> {
            throw new IOException("no luck");
        }).outcome(DEADLINE));
        assertEquals("EOFException", Attempt.at(() -> {
            throw new EOFException();
        }).outcome(DEADLINE));
        assertEquals("StackOverflowError", Attempt.at(() -> {
            throw new StackOverflowError();
        }).outcome(DEADLINE));
    }

    @Test
    void saysThatItIsStillBlockedAndWhatCameOfItLater() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        Attempt attempt = Attempt.at(Thread.ofVirtual(), () -> {
            end.await();
            return "over";
        });
        assertTrue(attempt.thread().isVirtual());
        assertEquals("still blocked", attempt.outcome(Duration.ofMillis(10)));
        end.countDown();
        assertEquals("over", attempt.outcome(DEADLINE));
    }

    @Test
    void interruptEndsTheWaitAndNotTheAttempt() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        Attempt attempt = Attempt.at(() -> {
            end.await();
            return "over";
        });
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> attempt.outcome(DEADLINE));
        assertTrue(Thread.interrupted());
        end.countDown();
        assertEquals("over", attempt.outcome(DEADLINE));
    }

    @Test
    void saysTheSameOfWhatDoesNotBlock() {
        assertEquals("42", Attempt.outcome(() -> 42));
        assertEquals("IOException: no luck", Attempt.outcome(() -> {
            throw new IOException("no luck");
        }));
    }
}
