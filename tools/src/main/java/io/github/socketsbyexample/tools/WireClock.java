package io.github.socketsbyexample.tools;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Gives events their time, and an observer one event after another. Safe for use by many threads. */
final class WireClock {

    private final long start = System.nanoTime();
    private final WireObserver observer;
    private final ReentrantLock reporting = new ReentrantLock();

    /** Starts now. */
    WireClock(WireObserver observer) {
        this.observer = observer;
    }

    /** Reports what happens at this moment. */
    void report(Function<Duration, WireEvent> event) {
        reporting.lock(); // the time is taken inside: it shall not go back
        try {
            observer.on(event.apply(Duration.ofNanos(System.nanoTime() - start)));
        } finally {
            reporting.unlock();
        }
    }
}
