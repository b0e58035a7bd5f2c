package io.github.socketsbyexample.pitfalls.threads;

import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * Clients are cut off, and the log is empty: a handler threw, and the exception went into the {@code Future} that
 * {@code submit} returned and nobody kept.
 *
 * <pre>
 * $ ./sockets pitfall silent-handler
 * done:   a handler threw IllegalStateException: no such account
 * broken: reported: nothing
 * fixed:  reported: IllegalStateException: no such account
 * </pre>
 */
public final class SilentHandler {

    private SilentHandler() {}

    /** Shows both halves. */
    static void main() throws InterruptedIOException {
        IO.println("done:   a handler threw IllegalStateException: no such account");
        IO.println("broken: reported: " + reported(SilentHandler::submit));
        IO.println("fixed:  reported: " + reported(SilentHandler::execute));
    }

    /** How a handler is started. */
    @FunctionalInterface
    interface Start {
        void start(ExecutorService handlers, Runnable handler);
    }

    /** Returns what a thread's last resort hears of a handler that throws; by default it prints a stack trace. */
    static String reported(Start start) throws InterruptedIOException {
        AtomicReference<String> report = new AtomicReference<>("nothing");
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (ExecutorService handlers = Executors.newThreadPerTaskExecutor(task -> {
            Thread thread = Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, e) -> report.set(BlockingCall.describe(e)))
                    .unstarted(task);
            threads.add(thread);
            return thread;
        })) {
            start.start(handlers, () -> {
                throw new IllegalStateException("no such account");
            });
        }
        for (Thread thread : threads) { // the executor is done with it a moment before it has reported
            BlockingCall.at(() -> thread.join(LoopbackConnection.DEADLINE)).outcome(LoopbackConnection.DEADLINE);
        }
        return report.get();
    }

    /** Broken: for those who want a result and ask for it. */
    static void submit(ExecutorService handlers, Runnable handler) {
        Future<?> _ = handlers.submit(handler);
    }

    /** Fixed: what nobody catches is reported. A server catches it in the handler and says which client it was. */
    static void execute(ExecutorService handlers, Runnable handler) {
        handlers.execute(handler);
    }
}
