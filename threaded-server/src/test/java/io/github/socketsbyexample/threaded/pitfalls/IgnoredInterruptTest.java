package io.github.socketsbyexample.threaded.pitfalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class IgnoredInterruptTest {

    @Test
    void brokenLeavesAPlatformThreadBlocked() throws IOException {
        assertEquals("still blocked",
                IgnoredInterrupt.stopped(Thread.ofPlatform().daemon(), IgnoredInterrupt::interrupt));
    }

    @Test
    void interruptOfAVirtualThreadClosesItsSocket() throws IOException {
        assertEquals("SocketException: Closed by interrupt",
                IgnoredInterrupt.stopped(Thread.ofVirtual(), IgnoredInterrupt::interrupt));
    }

    @Test
    void fixedEndsBothKindsOfThreads() throws IOException {
        assertEquals("SocketException: Socket closed",
                IgnoredInterrupt.stopped(Thread.ofPlatform().daemon(), IgnoredInterrupt::close));
        assertEquals("SocketException: Socket closed",
                IgnoredInterrupt.stopped(Thread.ofVirtual(), IgnoredInterrupt::close));
    }
}
