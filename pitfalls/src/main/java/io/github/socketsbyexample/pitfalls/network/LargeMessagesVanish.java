package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * Small messages pass, large ones vanish: a link on the way carries smaller packets only, as tunnels do, and a firewall
 * drops the ICMP that would tell the sender so ("path MTU black hole"). Java can't set the size of TCP's packets, so the
 * repair is the system's: Linux finds the size out by itself if it may ({@code net.ipv4.tcp_mtu_probing}), and does not
 * unless told to. Better still, the firewall lets that ICMP pass.
 *
 * <pre>
 * $ ./sockets pitfall large-messages-vanish
 * done:   a link on the way carries 1,280 bytes at most, and nobody says so
 * broken: of 100 bytes 100 arrive, of 20,000 bytes 0
 * fixed:  of 100 bytes 100 arrive, of 20,000 bytes 20,000
 * </pre>
 */
public final class LargeMessagesVanish {

    static final int SMALL = 100;
    static final int LARGE = 20_000;

    private static final int MTU = 1_280;
    private static final int TIMEOUT_MILLIS = 2_000; // in which the system sends the large ones again, in vain

    private LargeMessagesVanish() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            hosts.swallowAbove(MTU);
            IO.println("done:   a link on the way carries 1,280 bytes at most, and nobody says so");
            leaveItToIcmp(hosts.near());
            IO.println("broken: " + arriving(hosts));
            probe(hosts.near());
            IO.println("fixed:  " + arriving(hosts));
        });
    }

    /** Broken: the system, as it comes, learns from ICMP alone what the way carries. */
    static void leaveItToIcmp(Host sender) throws IOException {
        sender.run("echo 0 >/proc/sys/net/ipv4/tcp_mtu_probing");
    }

    /** Fixed: it begins with small packets, and tries larger ones. (1: only after large ones have vanished.) */
    static void probe(Host sender) throws IOException {
        sender.run("echo 2 >/proc/sys/net/ipv4/tcp_mtu_probing");
    }

    static String arriving(TwoHosts hosts) throws IOException {
        return String.format(Locale.ROOT, "of 100 bytes %,d arrive, of 20,000 bytes %,d", arriving(hosts, SMALL),
                arriving(hosts, LARGE));
    }

    /** Sends a message, and returns how much of it arrives. */
    static int arriving(TwoHosts hosts, int bytes) throws IOException {
        try (DistantConnection connection = DistantConnection.open(hosts)) {
            connection.client().getOutputStream().write(new byte[bytes]); // the send buffer has room for it
            connection.server().setSoTimeout(TIMEOUT_MILLIS);
            int arrived = 0;
            try {
                while (arrived < bytes) {
                    arrived += connection.server().getInputStream().readNBytes(1).length;
                }
            } catch (SocketTimeoutException e) {
                // that is all
            }
            return arrived;
        }
    }
}
