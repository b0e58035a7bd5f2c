package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

class LoopStateTest {

    private final LoopState state = new LoopState();

    private Thread waiter(int loop, AtomicBoolean interrupted) {
        Thread waiter = Thread.ofPlatform().start(() -> {
            state.awaitEnd(loop);
            interrupted.set(Thread.interrupted());
        });
        LoopRun.until(() -> waiter.getState() == Thread.State.WAITING);
        return waiter;
    }

    @Test
    void aLoopRunsUntilItEndsAndIsStoppedOnlyWhenAsked() {
        assertFalse(state.running());
        assertTrue(state.begin());
        assertTrue(state.running());
        assertFalse(state.stopping());
        assertEquals(1, state.stop());
        assertTrue(state.stopping());
        state.end();
        assertFalse(state.running());
        assertFalse(state.stopping());
    }

    @Test
    void aSecondLoopAtTheSameTimeIsRefused() {
        assertTrue(state.begin());
        assertThrows(IllegalStateException.class, state::begin);
    }

    @Test
    void aStopBeforeTheFirstLoopIsForThatOneAlone() {
        state.stop();
        assertFalse(state.begin());
        assertFalse(state.running());
        assertTrue(state.begin());
    }

    @Test
    void aStopBetweenTwoLoopsIsForAThreadThatWasThere() throws InterruptedException {
        assertTrue(state.begin());
        state.end();
        AtomicBoolean begun = new AtomicBoolean(true);
        Thread there = new Thread(() -> begun.set(state.begin()));
        state.stop();
        there.start();
        LoopRun.join(there);
        assertFalse(begun.get());
        state.stop();
        Thread later = Thread.ofPlatform().start(() -> begun.set(state.begin()));
        LoopRun.join(later);
        assertTrue(begun.get());
    }

    @Test
    void aStopBetweenTwoLoopsIsNotForWhoAsksForIt() {
        assertTrue(state.begin());
        state.end();
        state.stop();
        assertTrue(state.begin());
    }

    @Test
    void whoStopsALoopWaitsForItsEnd() throws InterruptedException {
        assertTrue(state.begin());
        Thread waiter = waiter(state.stop(), new AtomicBoolean());
        state.end();
        LoopRun.join(waiter);
    }

    @Test
    void whoStopsALoopFromWithinDoesNotWait() {
        assertTrue(state.begin());
        state.awaitEnd(state.stop());
        assertTrue(state.running());
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndStaysInterrupted() throws InterruptedException {
        assertTrue(state.begin());
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiter = waiter(state.stop(), interrupted);
        waiter.interrupt();
        LoopRun.join(waiter);
        assertTrue(interrupted.get());
        assertTrue(state.running());
    }

    @Test
    void whoStopsALoopDoesNotWaitForTheNextOne() throws InterruptedException {
        Thread first = Thread.ofPlatform().start(() -> assertTrue(state.begin()));
        LoopRun.join(first);
        int stopped = state.stop();
        state.end(); // before anybody waits for it
        Thread second = Thread.ofPlatform().start(() -> assertTrue(state.begin()));
        LoopRun.join(second);
        Thread stopper = Thread.ofPlatform().start(() -> state.awaitEnd(stopped));
        LoopRun.join(stopper);
        assertTrue(state.running());
    }
}
