package io.github.socketsbyexample.exec;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Durations;

/**
 * One command at work: a process, a thread for each of its two output streams (a single one could wait on one stream
 * while the process is stuck on the other, full one), and the caller of {@link #run}. It is over when the process has
 * ended and nobody has its output open any more, as Python's {@code communicate()} waits; so what a background job
 * prints is always part of the answer, unless it redirects it. Nothing that the process does holds us up for longer than
 * its time: endless work, endless output, children that keep its streams open, nor a client that takes no answer.
 */
final class Execution {

    private static final File NO_INPUT = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    private static final String GATE = "read -r _; exec </dev/null; "; // a shell waits until its output is read
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2); // what the pipes hold when all has been killed
    private static final Duration SLOW_CLIENT = Duration.ofSeconds(10); // to take what is being written to it then
    private static final int BUFFER_BYTES = 60 * 1024; // fits one frame

    private final String mark;
    private final ExecLimits limits;
    private final CountDownLatch reading = new CountDownLatch(2);
    private final CountDownLatch openOutputs = new CountDownLatch(2);
    private final AtomicLong printed = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock(); // held while output goes to the client
    private volatile @Nullable Process process; // once it has begun
    private volatile boolean killed;
    private boolean ended; // guarded by writing: nothing more goes to the client
    private volatile boolean cut;
    private volatile @Nullable Throwable failure; // of a thread that reads output

    /** Is ready to run a command, whose descendants are found by the mark. */
    Execution(String mark, ExecLimits limits) {
        this.mark = mark;
        this.limits = limits;
    }

    /** Kills it with all that it started, or does so as soon as it has begun. Safe for many threads, and many calls. */
    void kill() {
        killed = true;
        Process begun = process;
        if (begun != null && !ProcessTree.kill(begun, mark)) {
            close(begun); // that makes descriptors free, to look for what is to be killed
            boolean _ = ProcessTree.kill(begun, mark);
        }
    }

    private static void close(Process process) {
        close(process.getInputStream());
        close(process.getErrorStream());
        close(process.getOutputStream());
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            return; // what was to be written is lost with its reader; the descriptor is free in any case
        }
    }

    /**
     * Runs the command, and waits for its end and that of its output. When this returns or throws, the process has ended
     * or is killed, with all that can be found of what it started, and its output is closed on our side.
     *
     * @param readers runs the two threads that read its output
     * @throws RefusedException if there is no such program, or the system has no room for another process
     * @throws IOException if the output could not be written
     * @throws InterruptedException if somebody wants the command's end now
     */
    Outcome run(List<String> command, OutputStream stdout, OutputStream stderr, Executor readers)
            throws RefusedException, IOException, InterruptedException {
        long deadline = System.nanoTime() + limits.time().toNanos();
        Process started = start(command);
        process = started;
        try {
            if (killed) {
                kill(); // it may have come too early
            }
            readers.execute(() -> deliver(started.getInputStream(), stdout));
            readers.execute(() -> deliver(started.getErrorStream(), stderr));
            reading.await();
            openGate(started);
            boolean inTime = started.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                    && openOutputs.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!inTime) {
                kill();
                boolean _ = openOutputs.await(LAST_OUTPUT.toNanos(), TimeUnit.NANOSECONDS); // a lost process may hold on
            }
            endOutput();
            if (cut) {
                return Outcome.ended(Outcome.CUT, "killed after " + limits.output() + " bytes of output");
            }
            return inTime
                    ? Outcome.exited(started.exitValue())
                    : Outcome.ended(Outcome.TIMED_OUT, "killed after " + Durations.format(limits.time()));
        } finally {
            if (started.isAlive() || openOutputs.getCount() > 0) {
                kill();
            }
            // A reader that a lost process keeps waiting is left to that process; it holds no descriptor from here on.
            close(started);
        }
    }

    private static void openGate(Process process) {
        try (OutputStream gate = process.getOutputStream()) {
            gate.write('\n');
        } catch (IOException e) {
            return; // there is no gate, or the process is dead
        }
    }

    private Process start(List<String> command) throws RefusedException {
        ProcessBuilder builder = CommandPolicy.isShell(command)
                ? new ProcessBuilder(List.of(command.get(0), command.get(1), GATE + command.get(2)))
                : new ProcessBuilder(command).redirectInput(NO_INPUT); // not the server's own input
        builder.environment().remove(MutualTls.PASSWORD_VARIABLE); // not for every "env" to print; no secret all the same
        ProcessTree.mark(builder.environment(), mark);
        try {
            return SpareDescriptors.start(builder);
        } catch (IOException e) {
            throw RefusedException.notStarted(command.getFirst(), e);
        }
    }

    private void endOutput() throws IOException, InterruptedException {
        if (!writing.tryLock(SLOW_CLIENT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("the client does not take its answer");
        }
        ended = true;
        writing.unlock();
        switch (failure) {
            case IOException broken -> throw broken;
            case RuntimeException bug -> throw bug;
            case Error fatal -> throw fatal;
            case null, default -> {
            }
        }
    }

    /** Runs in a thread of its own for each stream: hands on what is read until the end, or until it is too much. */
    private void deliver(InputStream from, OutputStream to) {
        // When the process ends the JDK would take the stream, and close it on what a background job has yet to print; it
        // does so under the stream's own monitor, which is held here until the end instead of for each read alone, and
        // before the shell may begin.
        synchronized (from) {
            reading.countDown();
            try {
                handOn(from, to);
            } catch (Throwable e) { // the client is gone, so nobody wants the rest; or worse
                failure = e;
                kill();
            } finally {
                openOutputs.countDown();
            }
        }
    }

    private void handOn(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n; !cut && (n = from.read(buffer)) != -1;) {
            long room = limits.output() - printed.getAndAdd(n);
            write(to, buffer, Math.clamp(room, 0, n));
            if (room < n) {
                cut = true;
                kill();
            }
        }
    }

    private void write(OutputStream to, byte[] buffer, int length) throws IOException {
        writing.lock();
        try {
            if (!ended && length > 0) {
                to.write(buffer, 0, length);
            }
        } finally {
            writing.unlock();
        }
    }
}
