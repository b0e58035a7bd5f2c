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
 * A call that may block for ever, made in a thread of its own, so that another can tell that it does. Whatever it waits
 * for is to be closed by its owner: that ends it.
 */
public final class BlockingCall {

    private final FutureTask<?> task;
    private final Thread thread;

    private BlockingCall(Thread.Builder builder, Callable<?> call) {
        task = new FutureTask<>(call);
        thread = builder.start(task);
    }

    /** Makes the call, in a platform thread. */
    public static BlockingCall at(Callable<?> call) {
        return at(Thread.ofPlatform().name("blocking call").daemon(), call);
    }

    /** Makes the call, in a thread of such a kind. */
    public static BlockingCall at(Thread.Builder builder, Callable<?> call) {
        return new BlockingCall(builder, call);
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
            throw new InterruptedIOException("interrupted while waiting for a blocking call");
        }
    }

    /** Makes a call that does not block, in this thread, and says what came of it in the same words. */
    public static String outcome(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (Exception e) {
            return describe(e);
        }
    }

    /** Writes an exception in one line: the simple name of its class, and its message if it has one. */
    public static String describe(Throwable e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    /** Returns the thread that it is made in. */
    public Thread thread() {
        return thread;
    }
}
