package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket unless it is called off in time, so that whoever reads or writes it fails. Other than SO_TIMEOUT it
 * limits the whole, also against a client that sends a byte now and then, and costs nothing a read.
 */
final class Deadline implements AutoCloseable {

    private final ScheduledFuture<?> alarm;
    private volatile boolean passed;

    private Deadline(Socket socket, Duration limit) {
        alarm = ForkJoinPool.commonPool().schedule(() -> {
            passed = true;
            try {
                socket.close();
            } catch (IOException e) {
                // It can't be used any more all the same.
                return;
            }
        }, RequestQueue.nanos(limit), TimeUnit.NANOSECONDS);
    }

    /** Starts the clock. */
    static Deadline closing(Socket socket, Duration limit) {
        return new Deadline(socket, limit);
    }

    boolean passed() {
        return passed;
    }

    /** Calls it off. */
    @Override
    public void close() {
        alarm.cancel(false);
    }
}
