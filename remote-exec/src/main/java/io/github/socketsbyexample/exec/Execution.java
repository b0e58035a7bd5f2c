package io.github.socketsbyexample.exec;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Durations;

/**
 * One command at work: a process, a thread for each of its two output streams (a single one could wait on one stream
 * while the process is stuck on the other, full one), and the caller of {@link #await}. Nothing that the process does
 * holds them up: endless time, endless output, children that keep its streams open after it, nor a client that doesn't
 * take the answer.
 */
final class Execution {

    private static final File NO_INPUT = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    private static final Duration LAST_OUTPUT = Duration.ofMillis(200); // from the process's end to that of its pipes
    private static final Duration SILENCE = Duration.ofSeconds(2); // from pipes that somebody unknown keeps open
    private static final Duration SLOW_CLIENT = Duration.ofSeconds(10); // to take the rest when the time is over

    private final Process process;
    private final String mark;
    private final Answer answer;
    private final ExecLimits limits;
    private final long mostOutput;
    private final long deadline;
    private final CompletableFuture<Void> outputs;
    private final AtomicLong printed = new AtomicLong();
    private final AtomicInteger delivering = new AtomicInteger(); // threads that the client keeps waiting
    private volatile boolean cut;
    private volatile @Nullable IOException failure;

    /**
     * Starts a command.
     *
     * @param mark by which its descendants are found
     * @param readers runs the two threads that read its streams
     * @throws RefusedException if there is no such program, or the system has no room for another process
     */
    Execution(List<String> command, String mark, Answer answer, ExecLimits limits, Executor readers)
            throws RefusedException {
        this.mark = mark;
        this.answer = answer;
        this.limits = limits;
        mostOutput = Math.min(limits.output(), answer.capacity());
        deadline = System.nanoTime() + limits.time().toNanos();
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(NO_INPUT); // not the server's own input
        builder.environment().remove(MutualTls.PASSWORD_VARIABLE);
        ProcessTree.mark(builder.environment(), mark);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RefusedException(Outcome.NOT_FOUND, String.valueOf(e.getMessage()));
        }
        outputs = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> deliver(process.getInputStream(), FrameType.STDOUT), readers),
                CompletableFuture.runAsync(() -> deliver(process.getErrorStream(), FrameType.STDERR), readers));
    }

    /** Is done when no thread reads the streams any more; that may be long after {@link #await} for a lost process. */
    CompletableFuture<Void> outputs() {
        return outputs;
    }

    /**
     * Waits for the end of the command, which comes within its time, and of its output. When this returns or throws, the
     * process has ended or is killed, with all that still used its output; {@link CommandRunner} looks for the rest.
     *
     * @throws IOException if the client could not be sent the output
     * @throws InterruptedException if somebody wants the command's end now
     */
    Outcome await() throws IOException, InterruptedException {
        try {
            boolean inTime = process.waitFor(limits.time().toNanos(), TimeUnit.NANOSECONDS);
            if (!inTime) {
                ProcessTree.kill(process, mark);
            }
            awaitOutputs();
            IOException broken = failure;
            if (broken != null) {
                throw broken;
            }
            if (cut) {
                return Outcome.ended(Outcome.CUT, "killed after " + mostOutput + " bytes of output");
            }
            return inTime
                    ? Outcome.exited(process.exitValue())
                    : Outcome.ended(Outcome.TIMED_OUT, "killed after " + Durations.format(limits.time()));
        } finally {
            if (process.isAlive()) {
                ProcessTree.kill(process, mark);
            }
            process.getInputStream().close();
            process.getErrorStream().close();
            process.getOutputStream().close();
        }
    }

    private void awaitOutputs() throws IOException, InterruptedException {
        if (outputsEnd(LAST_OUTPUT)) {
            return;
        }
        ProcessTree.kill(process, mark); // a background job that outlived it, and keeps the streams open
        long before;
        do {
            if (System.nanoTime() - deadline > SLOW_CLIENT.toNanos()) {
                throw new IOException("the client does not take its answer");
            }
            before = printed.get();
            if (outputsEnd(SILENCE)) {
                return;
            }
        } while (delivering.get() > 0 || printed.get() > before);
        // A process that could not be found keeps them open and says nothing: the answer is complete without it.
    }

    private boolean outputsEnd(Duration wait) throws InterruptedException {
        try {
            outputs.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs in a thread of its own for each stream: hands on what is read until the end, or until it is too much. */
    private void deliver(InputStream stream, FrameType type) {
        byte[] buffer = new byte[Frame.MAX_BYTES];
        try {
            int n;
            while ((n = stream.read(buffer, Frame.HEADER_BYTES, Frame.MAX_PAYLOAD)) != -1) {
                long room = mostOutput - printed.getAndAdd(n);
                if (room > 0) {
                    delivering.incrementAndGet();
                    answer.output(type, buffer, Math.clamp(room, 0, n));
                    delivering.decrementAndGet();
                }
                if (room < n) {
                    cut = true;
                    ProcessTree.kill(process, mark);
                    return;
                }
            }
        } catch (IOException e) {
            failure = e;
            ProcessTree.kill(process, mark); // the client is gone: nobody wants the rest
        }
    }
}
