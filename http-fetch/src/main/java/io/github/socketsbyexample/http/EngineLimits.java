package io.github.socketsbyexample.http;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

import com.sun.management.UnixOperatingSystemMXBean;

import org.slf4j.Logger;

/**
 * What the JDK's HTTP server is told to bear, in system properties that it reads once a JVM; and a look at whether it
 * has come to that, for beyond its limit it closes new connections without a word. It can't be told to let idle ones go
 * first, so they are given seconds: whoever cut a new client off for long would have to come again and again.
 */
final class EngineLimits {

    private static final int CONNECTIONS = 1000; // each may take a thread
    private static final int OWN_DESCRIPTORS = 64; // for the JVM's files; of the others, two for a client and its file
    private static final int CONNECTION_BYTES = 384 * 1024; // at most: the JDK has a head in memory up to four times
    private static final String HEAD_BYTES = Integer.toString(64 * 1024); // the JDK's own limit is six times that
    private static final String IDLE_SECONDS = "5"; // for a connection on which nothing is asked
    private static final String REQUEST_SECONDS = "10"; // for a whole request: it has no body
    private static final String RESPONSE_SECONDS = "3600"; // for a whole response: a large file over a slow line
    private static final String TICK_MILLIS = "1000"; // how often it looks for idle ones

    private final Logger log;
    private final int connections;
    private final long descriptorsAtFirst = descriptors();
    private boolean full; // known to the serving thread alone

    /** Sets the limits, but for those that a person has set; to be called before the first server is created. */
    EngineLimits(Logger log) {
        this.log = log;
        set("sun.net.httpserver.idleInterval", IDLE_SECONDS);
        set("sun.net.httpserver.clockTick", TICK_MILLIS);
        set("sun.net.httpserver.maxReqHeaderSize", HEAD_BYTES);
        set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        set("sun.net.httpserver.maxRspTime", RESPONSE_SECONDS);
        set("sun.net.httpserver.drainAmount", "0"); // a body that is not wanted is not read either
        set("sun.net.httpserver.nodelay", "true"); // head and body are two writes: the second shall not wait for an ACK
        set("jdk.httpserver.maxConnections", Integer.toString(possibleConnections()));
        connections = Integer.getInteger("jdk.httpserver.maxConnections", CONNECTIONS);
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static int possibleConnections() {
        long files = system() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        return possibleConnections(files, Runtime.getRuntime().maxMemory());
    }

    /** Returns as many as there are descriptors for, and room in half of the memory; at least one. */
    static int possibleConnections(long descriptors, long memoryBytes) {
        long possible = Math.min((descriptors - OWN_DESCRIPTORS) / 2, memoryBytes / 2 / CONNECTION_BYTES);
        return Math.clamp(possible, 1, CONNECTIONS);
    }

    private static long descriptors() {
        return system() instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean();
    }

    /** Says it once when new clients begin to be cut, as far as the number of open files tells. */
    void look() {
        boolean fullBefore = full;
        full = connections > 0 && descriptors() - descriptorsAtFirst >= connections; // 0 is no limit to the JDK
        if (full && !fullBefore) {
            log.warn(
                    "{} connections, and no more are let in: new clients are cut until others leave, idle ones within {} s",
                    connections, Integer.getInteger("sun.net.httpserver.idleInterval"));
        }
    }
}
