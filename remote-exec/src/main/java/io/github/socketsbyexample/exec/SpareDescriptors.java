package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

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

    private SpareDescriptors() {}

    /** Fails, in the system's words, unless enough are free. */
    static void require() throws IOException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() - open(system) < COUNT) {
            throw new IOException("Too many open files");
        }
    }

    /** Starts a process, or fails in the system's words before it begins; one at a time, for those that are free are for one. */
    static synchronized Process start(ProcessBuilder process) throws IOException {
        require();
        return process.start();
    }

    private static long open(UnixOperatingSystemMXBean system) {
        try {
            return system.getOpenFileDescriptorCount();
        } catch (InternalError e) { // it could not open the folder to count them in
            return Files.exists(OPEN) ? system.getMaxFileDescriptorCount() : 0;
        }
    }
}
