package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {

    private final List<String> done = new ArrayList<>();
    private long now;
    private final TimerQueue timers = new TimerQueue(() -> now);

    private TimerQueue.Timer after(Duration time, String what) {
        return timers.after(time, () -> done.add(what));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        timers.runDue();
    }

    @Test
    void doesThingsWhenTheyAreDueInTheirOrder() {
        after(Duration.ofMillis(20), "second");
        after(Duration.ofMillis(10), "first");
        after(Duration.ofMillis(30), "third");
        pass(Duration.ofMillis(20));
        assertEquals(List.of("first", "second"), done);
        pass(Duration.ofMillis(10));
        assertEquals(List.of("first", "second", "third"), done);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 5_000_000, Long.MAX_VALUE / 2 - 2_500_000})
    void aClockMayBeginAnywhereAndOverflow(long begin) {
        now = begin;
        TimerQueue timers = new TimerQueue(() -> now);
        timers.after(Duration.ofMillis(10), () -> done.add("second"));
        timers.after(Duration.ofMillis(1), () -> done.add("first"));
        timers.runDue();
        assertEquals(List.of(), done);
        now += Duration.ofMillis(10).toNanos();
        timers.runDue();
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void keepsTheOrderOfThingsDueAtTheSameTime() {
        for (String each : List.of("a", "b", "c")) {
            after(Duration.ofMillis(1), each);
        }
        pass(Duration.ofMillis(1));
        assertEquals(List.of("a", "b", "c"), done);
    }

    @Test
    void doesNotDoWhatWasCancelled() {
        after(Duration.ofMillis(1), "kept");
        TimerQueue.Timer cancelled = after(Duration.ofMillis(1), "cancelled");
        cancelled.cancel();
        pass(Duration.ofMillis(1));
        cancelled.cancel();
        assertEquals(List.of("kept"), done);
    }

    @Test
    void tellsHowLongASelectorMayWait() {
        assertEquals(0, timers.millisToNext(), "for ever");
        TimerQueue.Timer timer = after(Duration.ofMillis(10), "later");
        assertEquals(10, timers.millisToNext());
        now += 1; // nanosecond: rounded up, so that the thread is not woken too early
        assertEquals(10, timers.millisToNext());
        now += Duration.ofMillis(20).toNanos();
        assertEquals(1, timers.millisToNext(), "overdue is not for ever");
        timer.cancel();
        assertEquals(0, timers.millisToNext());
    }

    @Test
    void anActionMayAddAnother() {
        timers.after(Duration.ofMillis(1), () -> after(Duration.ofMillis(1), "second"));
        pass(Duration.ofMillis(1));
        assertEquals(List.of(), done);
        pass(Duration.ofMillis(1));
        assertEquals(List.of("second"), done);
    }
}
