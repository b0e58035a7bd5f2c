package io.github.socketsbyexample.threaded;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/** How many connections a test may open on this system. */
final class FileDescriptors {

    private static final int KEPT_FREE = 200; // for the JVM and the test's framework

    private FileDescriptors() {}

    /** Returns the number of connections, both ends in this process, that a test may have: as many as wanted or fewer. */
    static int upTo(int wanted) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - KEPT_FREE;
            return Math.clamp(free / 2, 1, wanted);
        }
        return wanted;
    }
}
