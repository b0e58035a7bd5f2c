package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoopStateTest {

    @Test
    void whoStopsALoopDoesNotWaitForTheNextOne() throws InterruptedException {
        LoopState state = new LoopState();
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
