package io.github.socketsbyexample.common;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import com.sun.management.UnixOperatingSystemMXBean;

import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs and not every machine has. Where it is missing the test is skipped and says why, except where the
 * environment variable {@value #DEMANDED} lists it, as CI's script does for all that it finds: there it fails.
 */
public final class Machine {

    /** Names, separated by commas, of what is there for sure: {@code python3,ipv6}. */
    public static final String DEMANDED = "SOCKETS_DEMANDED";

    private static final int KEPT_FREE = 160; // descriptors for the JVM, the test's framework, and tests beside this one
    private static final int FEWEST = 10; // connections that are more than one could count
    private static final boolean IPV6 = listensOn("::1");

    private Machine() {}

    private static boolean listensOn(String address) {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return listener.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether {@code ::1} is an address here. */
    public static boolean hasIpv6() {
        return IPV6;
    }

    /** Goes on where there is IPv6. */
    public static void requireIpv6() {
        require("ipv6", IPV6, "this machine has no IPv6");
    }

    /**
     * Goes on where the machine has what the test needs; skips the test elsewhere.
     *
     * @param what its name in {@value #DEMANDED}
     * @param reason what is missing, and what therefore is not tried
     */
    public static void require(String what, boolean available, String reason) {
        if (available) {
            return;
        }
        String demanded = System.getenv().getOrDefault(DEMANDED, "");
        if (List.of(demanded.split(",")).contains(what)) {
            throw new AssertionError(reason + ", although " + DEMANDED + " names " + what);
        }
        Assumptions.abort(reason);
    }

    /** Goes on where this process may have so many files and sockets open. */
    public static void requireDescriptors(int count) {
        long limit = descriptors();
        require("descriptors", limit - KEPT_FREE >= count,
                "the limit is " + limit + " file descriptors, this takes " + count);
    }

    /**
     * Returns the number of connections, both ends in this process, that a test may have: as many as wanted, or as many
     * as the limit on file descriptors allows, which is said.
     */
    public static int connections(int wanted) {
        long limit = descriptors();
        int possible = Math.clamp((limit - KEPT_FREE) / 2, 1, wanted);
        if (possible < wanted) {
            require("descriptors", possible >= FEWEST,
                    "the limit is " + limit + " file descriptors, too few for a crowd");
            Skips.say("fewer: " + possible + " connections instead of " + wanted + ", for the limit is " + limit
                    + " file descriptors");
        }
        return possible;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
