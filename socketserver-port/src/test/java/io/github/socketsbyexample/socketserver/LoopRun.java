package io.github.socketsbyexample.socketserver;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.RawPeer;

/** A server under test, in a thread of its own that runs its loop until this is closed. */
final class LoopRun implements AutoCloseable {

    /** Any free port of this machine alone. */
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Longer than a loaded machine needs for anything. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Long enough that what must not happen would have happened, on most machines. */
    static final Duration MOMENT = Duration.ofMillis(100);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration LOOK = Duration.ofMillis(2);

    private final BaseServer<?> server;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    private LoopRun(BaseServer<?> server, Runnable loop) {
        this.server = server;
        thread = Thread.ofPlatform().name("serving").start(() -> {
            try {
                loop.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        });
    }

    /** Starts the loop; takes the server over, and closes it in the end. */
    static LoopRun start(BaseServer<?> server) {
        LoopRun serving = new LoopRun(server, server::serveForever);
        until(() -> server.isServing() || !serving.thread.isAlive());
        return serving;
    }

    /** Does the same with something else that takes requests. */
    static LoopRun start(BaseServer<?> server, Runnable loop) {
        return new LoopRun(server, loop);
    }

    /** Waits for something to become true, not for ever. */
    static void until(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(DEADLINE).until(condition);
    }

    /** Waits for a thread to end. */
    static void join(Thread thread) throws InterruptedException {
        if (!thread.join(DEADLINE)) {
            AssertionError stuck = new AssertionError(thread + " does not end");
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    /** Returns where a server listens. */
    static InetSocketAddress address(BaseServer<?> server) {
        return (InetSocketAddress) server.serverAddress();
    }

    /** Returns where it listens. */
    InetSocketAddress address() {
        return address(server);
    }

    /** Connects a client. */
    RawPeer connect() throws IOException {
        return RawPeer.connect(address());
    }

    /** Returns what a new client gets for a line: all until the end of the stream. */
    String ask(String line) throws IOException {
        try (RawPeer client = connect()) {
            client.send(line);
            return new String(client.readAll(), StandardCharsets.UTF_8);
        }
    }

    /** Whether a platform thread waits: for a while it takes next to none of the processor's time. */
    static boolean isIdle(Thread thread) throws InterruptedException {
        long before = THREADS.getThreadCpuTime(thread.threadId());
        Thread.sleep(200);
        return THREADS.getThreadCpuTime(thread.threadId()) - before < 1_000_000;
    }

    /** Returns the thread of the loop. */
    Thread thread() {
        return thread;
    }

    /** Waits for the end of the loop; returns what it threw. */
    @Nullable
    Throwable awaitEnd() throws InterruptedException {
        join(thread);
        return failure;
    }

    /** Closes the server, cuts what does not end soon, and fails if the loop does not end or threw. */
    @Override
    public void close() throws IOException {
        server.close(Duration.ofSeconds(5));
        try {
            join(thread);
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
        if (failure != null) {
            throw new AssertionError("the loop failed", failure);
        }
    }
}
