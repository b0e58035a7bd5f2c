package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * Keeps child processes within the file descriptors that there are. A start that fails for want of them costs some for
 * good, and closes descriptor 0, whosever that is (JDK 25). So a forking server takes no more requests than there are
 * descriptors for; and where something else has taken those, a start fails before it begins.
 */
final class Descriptors {

    private static final int FOR_THE_JVM = 24; // with a dozen jars
    private static final int FOR_A_START = 16; // pipes and the loader's libraries
    private static final int FOR_A_CHILD = 4; // its client, its input, its connection and, until that is there, a listener

    private Descriptors() {}

    /** How many children there are descriptors for; one at least. */
    static int children() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Math.clamp((system.getMaxFileDescriptorCount() - FOR_THE_JVM - FOR_A_START) / FOR_A_CHILD, 1,
                        Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    /** Starts a process, or fails before it begins; one at a time, for the descriptors that are free are for one. */
    static synchronized Process start(ProcessBuilder process) throws IOException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() - open(system) < FOR_A_START) {
            throw new IOException("Too many open files");
        }
        return process.start();
    }

    private static long open(UnixOperatingSystemMXBean system) {
        try {
            return system.getOpenFileDescriptorCount();
        } catch (InternalError e) { // it could not open the folder to count them in
            return Files.exists(Path.of("/proc/self/fd")) ? system.getMaxFileDescriptorCount() : 0;
        }
    }
}
