package io.github.socketsbyexample.tools;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class DrawingQueueTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** A terminal that nobody reads until it is released. */
    private static final class SlowDrawing implements Drawing {

        private final CountDownLatch released = new CountDownLatch(1);
        private final List<String> drawn = new CopyOnWriteArrayList<>();
        private final AtomicLong missed = new AtomicLong(); // told once or, if the thread begins late, twice

        @Override
        public void draw(WireEvent event) {
            try {
                assertTrue(released.await(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            drawn.add("event " + event.connection());
        }

        @Override
        public void missed(long events) {
            drawn.add("missed " + events);
            missed.addAndGet(events);
        }

        long count(String what) {
            return drawn.stream().filter(line -> line.startsWith(what)).count();
        }

        @Override
        public void close() {
            drawn.add("closed");
        }
    }

    private final SlowDrawing drawing = new SlowDrawing();

    private static WireEvent event(int number) {
        return new WireEvent.Cut(number, Duration.ZERO);
    }

    @Test
    void eventsAreDrawnInTheirOrderBeforeItIsClosed() {
        drawing.released.countDown();
        try (DrawingQueue queue = new DrawingQueue(drawing)) {
            for (int i = 1; i <= 3; i++) {
                queue.on(event(i));
            }
        }
        assertEquals(List.of("event 1", "event 2", "event 3", "closed"), drawing.drawn);
    }

    @Test
    void trafficDoesNotWaitForAStuckDrawingAndWhatFindsNoRoomIsCounted() {
        int events = DrawingQueue.MOST_WAITING + 1000;
        assertTimeoutPreemptively(DEADLINE, () -> {
            try (DrawingQueue queue = new DrawingQueue(drawing)) {
                for (int i = 1; i <= events; i++) {
                    queue.on(event(i));
                }
                drawing.released.countDown();
            }
        });
        assertEquals("closed", drawing.drawn.getLast());
        assertTrue(drawing.count("event") >= DrawingQueue.MOST_WAITING);
        assertEquals(events, drawing.count("event") + drawing.missed.get());
    }

    @Test
    void closingDoesNotWaitForAStuckDrawingForEverAndTellsOnceThatItsEndIsLost() {
        DrawingQueue queue = new DrawingQueue(drawing);
        queue.on(event(1));
        assertTimeoutPreemptively(DEADLINE, queue::close);
        assertEquals(List.of(), drawing.drawn);
        String lost = "the end of the drawing is lost: what it is written to takes no more";
        assertEquals(lost, assertThrows(IOException.class, queue::check).getMessage());
        queue.close();
        assertDoesNotThrow(queue::check);
        drawing.released.countDown();
    }

    @Test
    void whatADrawingCannotWriteIsToldOnce() {
        IOException full = new IOException("No space left on device");
        DrawingQueue queue = new DrawingQueue(new Drawing() {
            @Override
            public void draw(WireEvent event) {}

            @Override
            public void missed(long events) {}

            @Override
            public void close() throws IOException {
                throw full;
            }
        });
        queue.close();
        assertSame(full, assertThrows(IOException.class, queue::check));
        assertDoesNotThrow(queue::check);
    }
}
