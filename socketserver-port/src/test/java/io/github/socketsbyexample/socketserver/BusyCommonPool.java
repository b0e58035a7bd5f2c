package io.github.socketsbyexample.socketserver;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

/** Keeps the JVM's common pool busy, as a program may that computes something, until it is closed. */
final class BusyCommonPool implements AutoCloseable {

    private static final int MORE_THAN_IT_HAS_THREADS = 64;

    private final CountDownLatch end = new CountDownLatch(1);

    BusyCommonPool() {
        for (int i = 0; i < MORE_THAN_IT_HAS_THREADS; i++) {
            ForkJoinPool.commonPool().execute(this::work);
        }
    }

    private void work() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
