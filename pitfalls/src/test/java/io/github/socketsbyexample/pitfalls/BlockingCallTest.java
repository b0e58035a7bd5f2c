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
class BlockingCallTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Test
    void saysWhatCameOfIt() throws IOException {
        assertEquals("42", BlockingCall.at(() -> 42).outcome(DEADLINE));
        assertEquals("IOException: no luck", BlockingCall.at(() -> {
            throw new IOException("no luck");
        }).outcome(DEADLINE));
        assertEquals("EOFException", BlockingCall.at(() -> {
            throw new EOFException();
        }).outcome(DEADLINE));
        assertEquals("StackOverflowError", BlockingCall.at(() -> {
            throw new StackOverflowError();
        }).outcome(DEADLINE));
    }

    @Test
    void saysThatItIsStillBlockedAndWhatCameOfItLater() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        BlockingCall call = BlockingCall.at(Thread.ofVirtual(), () -> {
            end.await();
            return "over";
        });
        assertTrue(call.thread().isVirtual());
        assertEquals("still blocked", call.outcome(Duration.ofMillis(10)));
        end.countDown();
        assertEquals("over", call.outcome(DEADLINE));
    }

    @Test
    void interruptEndsTheWaitAndNotTheCall() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        BlockingCall call = BlockingCall.at(() -> {
            end.await();
            return "over";
        });
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> call.outcome(DEADLINE));
        assertTrue(Thread.interrupted());
        end.countDown();
        assertEquals("over", call.outcome(DEADLINE));
    }

    @Test
    void saysTheSameOfWhatDoesNotBlock() {
        assertEquals("42", BlockingCall.outcome(() -> 42));
        assertEquals("IOException: no luck", BlockingCall.outcome(() -> {
            throw new IOException("no luck");
        }));
    }
}
