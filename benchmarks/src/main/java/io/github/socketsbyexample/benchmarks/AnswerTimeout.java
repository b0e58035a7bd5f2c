package io.github.socketsbyexample.benchmarks;

import java.time.Duration;

import io.github.socketsbyexample.common.Durations;

/** How long a load waits for a server that gives no sign of life. One thread. */
final class AnswerTimeout {

    /** How long to wait for the network at a time, so that the clock is looked at. */
    static final long WAIT_MILLIS = 5;

    private final Duration time;
    private long since = System.nanoTime();

    AnswerTimeout(Duration time) {
        this.time = time;
    }

    /** Notes a sign of life. */
    void renew(long now) {
        since = now;
    }

    /** Gives up if there was none for too long. */
    void check(long now, String missing) throws WrongAnswerException {
        if (now - since > time.toNanos()) {
            throw new WrongAnswerException(missing + " within " + Durations.format(time));
        }
    }
}
