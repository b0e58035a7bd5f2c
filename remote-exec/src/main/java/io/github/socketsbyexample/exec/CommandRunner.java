package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs the commands of all clients of a server, so many at the same time. What a command starts ends with it: {@link
 * Execution} sees to that at once where it can; what slipped away, such as a background job that printed nothing more,
 * is looked for a moment later, once for all commands that ended meanwhile, for that takes longer than a short command.
 */
final class CommandRunner implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5); // for another command's end
    private static final Duration SWEEP_DELAY = Duration.ofSeconds(1);

    private final ExecLimits limits;
    private final ScheduledExecutorService timer;
    private final Semaphore permits;
    // Platform threads: reading a pipe blocks the thread below a virtual one. Reused; two for each permit at most.
    private final ExecutorService readers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("command-output-", 0).factory());
    private final String server = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".";
    private final AtomicLong lastCommand = new AtomicLong();
    private final Set<String> running = ConcurrentHashMap.newKeySet(); // the commands' marks
    private final AtomicBoolean sweepPlanned = new AtomicBoolean();

    /**
     * Is ready to run commands.
     *
     * @param timer runs what shall happen later; the caller shuts it down
     */
    CommandRunner(ExecLimits limits, ScheduledExecutorService timer) {
        this.limits = limits;
        this.timer = timer;
        this.permits = new Semaphore(limits.commands());
    }

    /**
     * Runs a command in the calling thread and waits for its end.
     *
     * @throws RefusedException if it can't be run, or not now
     * @throws IOException if the client could not be sent the output
     * @throws InterruptedException if the thread was interrupted, which kills the command
     */
    Outcome run(List<String> command, Answer answer) throws RefusedException, IOException, InterruptedException {
        if (!permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new RefusedException(limits.commands() + " commands are running already; try again");
        }
        String mark = server + lastCommand.incrementAndGet();
        running.add(mark);
        CompletableFuture<Void> outputs = CompletableFuture.completedFuture(null);
        try {
            Execution execution = new Execution(command, mark, answer, limits, readers);
            outputs = execution.outputs();
            return execution.await();
        } finally {
            // Usually now; later if a reader is stuck.
            Future<?> unused = outputs.whenComplete((done, failure) -> permits.release());
            running.remove(mark);
            if (sweepPlanned.compareAndSet(false, true)) {
                unused = timer.schedule(this::sweep, SWEEP_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void sweep() {
        sweepPlanned.set(false);
        ProcessTree.killMarked(mark -> mark.startsWith(server) && !running.contains(mark));
    }

    /** Kills what commands have left running; to be called when all of them have ended. */
    @Override
    public void close() {
        sweep();
        readers.shutdown();
    }
}
