package io.github.socketsbyexample.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a thread for each client costs before a byte is read: to start it, and to hand it something. On one core, as the
 * servers are measured: {@code taskset -c 0 ./sockets benchmarks micro --only HandOver}
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandOverBenchmark {

    private static final int TIMES = 1000;

    private final SynchronousQueue<String> given = new SynchronousQueue<>();
    private final SynchronousQueue<String> returned = new SynchronousQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Thread partner = Thread.currentThread();

    /** Starts the virtual thread that returns what it is given. */
    @Setup
    public void start() {
        partner = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    returned.put(given.take());
                }
            } catch (InterruptedException e) {
                // stop() ends it
            }
        });
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        partner.interrupt();
        threads.close();
    }

    private String handOver() throws InterruptedException {
        given.put("it");
        return returned.take();
    }

    private static void inAVirtualThread(Callable<?> step) throws InterruptedException {
        Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < TIMES; i++) {
                    step.call();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }).join();
    }

    /** A system thread hands something to a virtual one and waits for it to come back: they change twice. */
    @Benchmark
    public String fromASystemThread() throws InterruptedException {
        return handOver();
    }

    /** A virtual thread does the same. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void fromAVirtualThread() throws InterruptedException {
        inAVirtualThread(this::handOver);
    }

    /** A virtual thread starts another that has nothing to do. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void startAlone() throws InterruptedException {
        inAVirtualThread(() -> Thread.startVirtualThread(() -> {}));
    }

    /** It does so by an executor, which knows its threads. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void startByAnExecutor() throws InterruptedException {
        inAVirtualThread(() -> threads.submit(() -> null).isDone());
    }
}
