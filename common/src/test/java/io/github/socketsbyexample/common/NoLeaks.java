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
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a platform thread alive or, where the system can tell (Linux), a socket open. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    static {
        // The JDK keeps a socket of its own from the first connection on: it shall be there before anything is counted.
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new Socket(listener.getInetAddress(), listener.getLocalPort()).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Thread> threads = Set.of();
    private Set<String> sockets = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) {
        threads = liveThreads();
        sockets = openSockets();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            await().atMost(DEADLINE)
                    .pollDelay(Duration.ZERO) // most tests leave nothing: they need not wait
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

    private static Set<Thread> liveThreads() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> !thread.getName()
                        .matches("junit.*|awaitility.*|process reaper.*|.*Poller.*"
                                + "|ForkJoinPool.*|VirtualThread.*|surefire.*|.*-ticker|Attach Listener|Common-Cleaner|Cleaner-[0-9]+"))
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
