package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the commands of all clients of a server, so many at the same time. What a command starts ends with it: {@link
 * Execution} sees to that at once where it can; what slipped away, such as a background job that printed nothing more,
 * is looked for a moment later, once for all commands that ended meanwhile, for that takes longer than a short command.
 */
final class CommandRunner implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5); // for another command's end
    private static final Duration SWEEP_DELAY = Duration.ofSeconds(1);
    private static final Duration KILLING_TIME = Duration.ofSeconds(20); // what starts its successor and ends, over and over
    private static final Duration READING_TIME = Duration.ofSeconds(5); // from the last process's end to that of its output
    private static final Duration KILLING_STEP = Duration.ofMillis(20);
    private static final Duration SWEEP_TIME = Duration.ofMillis(250); // for what forks while it is looked for

    private final ExecLimits limits;
    private final ScheduledExecutorService timer;
    private final Semaphore slots;
    // Platform threads: reading a pipe blocks the thread below a virtual one. Reused; two for each command.
    private final ExecutorService readers = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("command-output-", 0).factory());
    private final String server = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".";
    private final AtomicLong lastCommand = new AtomicLong();
    private final Map<String, Execution> running = new ConcurrentHashMap<>(); // by mark
    private final AtomicBoolean sweepPlanned = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Is ready to run commands.
     *
     * @param timer runs what shall happen later; the caller shuts it down
     */
    CommandRunner(ExecLimits limits, ScheduledExecutorService timer) {
        this.limits = limits;
        this.timer = timer;
        this.slots = new Semaphore(limits.commands());
    }

    /** The room for one command. Keep it for as long as the command, or what is left of it in memory, needs it. */
    final class Slot implements AutoCloseable {

        private Slot() {}

        /**
         * Runs a command in the calling thread and waits for its end and that of its output.
         *
         * @param stdout gets what the command writes to its standard output, as it comes, in another thread
         * @param stderr likewise; nothing is written to either once this has returned
         * @throws RefusedException if it can't be run
         * @throws IOException if the output could not be written
         * @throws InterruptedException if the thread was interrupted, which kills the command
         */
        Outcome run(List<String> command, OutputStream stdout, OutputStream stderr)
                throws RefusedException, IOException, InterruptedException {
            String mark = server + lastCommand.incrementAndGet();
            Execution execution = new Execution(mark, limits);
            running.put(mark, execution); // before it begins: a mark that is not there is swept away
            try {
                if (closed) { // stop() may not have seen it
                    throw new RefusedException("the server is stopping");
                }
                return execution.run(command, stdout, stderr, readers);
            } finally {
                running.remove(mark);
                planSweep();
            }
        }

        @Override
        public void close() {
            slots.release();
        }
    }

    /**
     * Waits for room for a command.
     *
     * @throws RefusedException if there is none for a while
     */
    Slot slot() throws RefusedException, InterruptedException {
        if (!slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new RefusedException(limits.commands() + " commands are running already; try again");
        }
        return new Slot();
    }

    private void planSweep() {
        if (!closed && sweepPlanned.compareAndSet(false, true)) {
            Future<?> _ = timer.schedule(this::sweep, SWEEP_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweepPlanned.set(false);
        try {
            if (!ProcessTree.killMarked(mark -> mark.startsWith(server) && !running.containsKey(mark), SWEEP_TIME)) {
                planSweep(); // some of it is faster than we are; it will not always be
            }
        } catch (IOException e) {
            planSweep(); // no descriptor left to look with: one will be free some time
        }
    }

    /** Kills all that runs, and lets nothing more begin. */
    void stop() {
        closed = true;
        running.values().forEach(Execution::kill);
    }

    /**
     * Kills all that runs and what it has left running, and waits for its end.
     *
     * @throws IOException if some of it lives on
     */
    @Override
    public void close() throws IOException {
        long deadline = System.nanoTime() + KILLING_TIME.toNanos();
        while (!killed() || !running.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("commands are still running: they could not be killed");
            }
            LockSupport.parkNanos(KILLING_STEP.toNanos()); // for their threads to take note
        }
        readers.shutdown(); // not before: what was about to begin may still want them
        if (isReading()) {
            throw new IOException(
                    "a process that cleared its environment and left its parent can't be found to be killed");
        }
    }

    private boolean killed() {
        try {
            stop();
            return ProcessTree.killMarked(mark -> mark.startsWith(server), SWEEP_TIME);
        } catch (IOException | OutOfMemoryError e) {
            return false; // no descriptor or no memory left to look with: the end of conversations frees some
        }
    }

    private boolean isReading() {
        try {
            return !readers.awaitTermination(READING_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
