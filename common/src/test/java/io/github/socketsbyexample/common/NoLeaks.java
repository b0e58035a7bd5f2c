package io.github.socketsbyexample.common;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a platform thread alive or, where the system can tell (Linux), a socket open. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final ThreadGroup OF_VIRTUAL_THREADS = Thread.ofVirtual().unstarted(() -> {}).getThreadGroup();

    private final Duration deadline;
    private Set<Thread> threads = Set.of();
    private Set<String> sockets = Set.of();

    /** Has patience with what is still ending. */
    public NoLeaks() {
        this(Duration.ofSeconds(20));
    }

    NoLeaks(Duration deadline) {
        this.deadline = deadline;
        startWhatTheJdkKeeps();
    }

    /**
     * What the JDK keeps from its first use on shall be there before anything is counted: a socket of its own and, in the
     * group of whoever comes first, the threads that wait for what is due.
     */
    private static void startWhatTheJdkKeeps() {
        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(() -> {});
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            new Socket(listener.getInetAddress(), listener.getLocalPort()).close();
            virtual.execute(() -> LockSupport.parkNanos(1_000_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end();
    }

    void begin() {
        threads = liveThreads();
        sockets = openSockets();
    }

    void end() {
        try {
            await().atMost(deadline)
                    .pollDelay(Duration.ZERO) // most tests leave nothing: they need not wait
                    .pollInSameThread() // another one would be new
                    .until(() -> left(threads, liveThreads()).isEmpty()
                            && left(sockets, openSockets()).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("left behind: threads " + left(threads, liveThreads()) + ", sockets "
                    + left(sockets, openSockets()), e);
        }
    }

    private static <T> Set<T> left(Set<T> before, Set<T> now) {
        return now.stream().filter(each -> !before.contains(each)).collect(Collectors.toSet());
    }

    /** Those of tests and of what they test, which are in the group of who started them; the JDK's own are in others. */
    private static Set<Thread> liveThreads() {
        ThreadGroup ofTests = Thread.currentThread().getThreadGroup();
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> ofTests.parentOf(thread.getThreadGroup())
                        || OF_VIRTUAL_THREADS.parentOf(thread.getThreadGroup())) // of platform threads that they started
                .filter(thread -> !thread.getName().startsWith("junit-")) // which guard the time of tests to come, too
                .collect(Collectors.toSet());
    }

    private static Set<String> openSockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of();
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.map(NoLeaks::target)
                    .filter(target -> target.startsWith("socket:"))
                    .collect(
                            Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
