package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * Keeps clients from taking the last file descriptors: a command needs some to be started, and some to be killed, for
 * only who can read /proc finds what it has started. So a server lets nobody in, and starts nothing, unless they are
 * free. (A start that fails for want of them also costs: JDK 25 loses some of its own then, and closes descriptor 0,
 * whosever that is.)
 */
final class SpareDescriptors {

    private static final int COUNT = 16; // pipes and the loader's libraries for a start; some for a look at /proc
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final AtomicInteger STARTING = new AtomicInteger(); // processes, in all threads

    private SpareDescriptors() {}

    /** Fails, in the system's words, unless enough are free beside those of the processes that are just being started. */
    static void require() throws IOException {
        require(COUNT * (1 + STARTING.get()));
    }

    /** Starts a process, or fails in the system's words before it begins. */
    static Process start(ProcessBuilder process) throws IOException {
        try {
            require(COUNT * STARTING.incrementAndGet());
            return process.start();
        } finally {
            STARTING.decrementAndGet();
        }
    }

    private static void require(int count) throws IOException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() - open(system) < count) {
            throw new IOException("Too many open files");
        }
    }

    private static long open(UnixOperatingSystemMXBean system) {
        try {
            return system.getOpenFileDescriptorCount();
        } catch (InternalError e) { // it could not open the folder to count them in
            return Files.exists(OPEN) ? system.getMaxFileDescriptorCount() : 0;
        }
    }
}
