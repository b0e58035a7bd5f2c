package io.github.socketsbyexample.pitfalls;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something that may block for ever, done in a thread of its own, so that another can tell that it does. Whatever it
 * waits for is to be closed by its owner: that ends it.
 */
public final class Attempt {

    private final FutureTask<?> task;
    private final Thread thread;

    private Attempt(Thread.Builder builder, Callable<?> action) {
        task = new FutureTask<>(action);
        thread = builder.start(task);
    }

    /** Begins, in a platform thread. */
    public static Attempt at(Callable<?> action) {
        return at(Thread.ofPlatform().name("attempt").daemon(), action);
    }

    /** Begins, in a thread of such a kind. */
    public static Attempt at(Thread.Builder builder, Callable<?> action) {
        return new Attempt(builder, action);
    }

    /**
     * Waits for the end, but not longer than the time, and says what there is to see by then: the result, the exception
     * as its class and message, or {@code still blocked}.
     */
    public String outcome(Duration time) throws InterruptedIOException {
        try {
            return String.valueOf(task.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return "still blocked";
        } catch (ExecutionException e) {
            return describe(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an attempt");
        }
    }

    /** Does something that does not block and says what came of it, in the same words. */
    public static String outcome(Callable<?> action) {
        try {
            return String.valueOf(action.call());
        } catch (Exception e) {
            return describe(e);
        }
    }

    /** Writes an exception in one line: the simple name of its class, and its message if it has one. */
    public static String describe(Throwable e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    /** Returns the thread that it is done in. */
    public Thread thread() {
        return thread;
    }
}
