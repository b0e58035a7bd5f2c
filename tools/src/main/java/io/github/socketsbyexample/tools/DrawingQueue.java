package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Draws events in a thread of its own, so that the traffic never waits for a terminal, however slow that is: a bounded
 * number of events waits for being drawn, and those that find no room are counted instead.
 */
final class DrawingQueue implements WireObserver, AutoCloseable {

    /** How many events may wait: each may keep a kilobyte. */
    static final int MOST_WAITING = 10_000;

    private static final Duration DRAWING_THE_REST = Duration.ofSeconds(2); // for what still waits when it is closed

    /** An event, or the end where there is none, and how many were not shown before it. */
    private record Waiting(@Nullable WireEvent event, long missed) {}

    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private long missed; // guarded by this
    private volatile @Nullable IOException failure; // until it is told
    private boolean closed; // guarded by this

    /** Starts the thread, which closes the drawing in the end. */
    DrawingQueue(Drawing drawing) {
        thread = Thread.ofPlatform().daemon().name("drawing").start(() -> drawAll(drawing));
    }

    private void drawAll(Drawing drawing) {
        try (drawing) {
            while (true) {
                Waiting next = queue.take();
                if (next.missed() > 0) {
                    drawing.missed(next.missed());
                }
                if (next.event() == null) {
                    return;
                }
                drawing.draw(next.event());
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    @Override
    public synchronized void on(WireEvent event) {
        if (queue.offer(new Waiting(event, missed))) {
            missed = 0;
        } else {
            missed++;
        }
    }

    /** Waits until all is drawn, but not for ever: what is not by then is lost, which {@link #check} tells. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Waiting end = new Waiting(null, missed);
            if (!queue.offer(end, DRAWING_THE_REST.toMillis(), TimeUnit.MILLISECONDS)
                    || !thread.join(DRAWING_THE_REST)) {
                failure = new IOException("the end of the drawing is lost: what it is written to takes no more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws, once, what the drawing told as it was closed, if it failed. */
    void check() throws IOException {
        IOException told = failure;
        failure = null;
        if (told != null) {
            throw told;
        }
    }
}
