package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two hosts within this machine, and a router between them that can do to packets what networks do. Nothing of the
 * machine's own network is touched, and nothing is left of theirs ({@link Host}).
 *
 * <pre>
 * near 192.0.2.1, 2001:db8:1::1 ---- router ---- far 198.51.100.1, 2001:db8:2::1
 * </pre>
 *
 * <p>It takes Linux, iproute2, nftables and util-linux, and root's rights, or those of an ordinary user who may be root
 * of namespaces of his own ({@link #show}).
 */
public final class TwoHosts implements AutoCloseable {

    /** The near host's address. */
    public static final String NEAR = "192.0.2.1";

    /** The far host's address. */
    public static final String FAR = "198.51.100.1";

    /** The far host's IPv6 address. */
    public static final String FAR_IPV6 = "2001:db8:2::1";

    private static final String ROUTER = """
            echo 1 >/proc/sys/net/ipv4/ip_forward
            nft add table inet way
            nft add chain inet way forward '{ type filter hook forward priority 0; }'
            nft add chain inet way output '{ type filter hook output priority 0; }'
            ip link add near type veth peer name eth0 netns NEAR
            ip link add far type veth peer name eth0 netns FAR
            ip link set near up; ip address add 192.0.2.254/24 dev near
            ip link set far up; ip address add 198.51.100.254/24 dev far
            ip route add blackhole 198.51.100.0/24 metric 4000 # where packets go while the cable is pulled
            [ -d /proc/sys/net/ipv6 ] || exit 0
            echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
            echo 1 >/proc/sys/net/ipv6/conf/far/keep_addr_on_down
            ip address add 2001:db8:1::fe/64 dev near nodad
            ip address add 2001:db8:2::fe/64 dev far nodad
            ip route add blackhole 2001:db8:2::/64 metric 4000
            """;

    private static final String HOST = """
            ip link set eth0 up; ip address add %1$s1/24 dev eth0; ip route add default via %1$s254
            [ -d /proc/sys/net/ipv6 ] || exit 0
            ip address add %2$s1/64 dev eth0 nodad; ip route add default via %2$sfe
            """;

    private final Host near = new Host();
    private final Host router = new Host();
    private final Host far = new Host();

    /** Switches them on, in a process that has root's rights. */
    public TwoHosts() throws IOException {
        try {
            router.run(ROUTER.replace("NEAR", Long.toString(near.pid())).replace("FAR", Long.toString(far.pid())));
            near.run(HOST.formatted("192.0.2.", "2001:db8:1::"));
            far.run(HOST.formatted("198.51.100.", "2001:db8:2::"));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** What is shown between two hosts. */
    @FunctionalInterface
    public interface Showing {
        void show(TwoHosts hosts) throws IOException;
    }

    /**
     * Shows something between two hosts. An ordinary user's program is started again for that, as root of a namespace of
     * his own, and ends with its exit code.
     *
     * @throws UnsupportedOperationException if there can be none here: the message says why, in one line
     */
    public static void show(Showing showing) throws IOException {
        String missing = Namespaces.missing();
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException(missing);
        }
        if (Namespaces.mayAdminister()) {
            try (TwoHosts hosts = new TwoHosts()) {
                showing.show(hosts);
            }
            return;
        }
        List<String> again = new ArrayList<>(Namespaces.asRoot());
        again.addAll(List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1)));
        again.removeLast(); // what comes after the last argument's end
        System.exit(Host.ended(new ProcessBuilder(again).inheritIO().start()));
    }

    /** Returns the host where clients run. */
    public Host near() {
        return near;
    }

    /** Returns the router between them. */
    public Host router() {
        return router;
    }

    /** Returns the host where servers run. */
    public Host far() {
        return far;
    }

    /** Pulls the far host's cable: what is sent to it vanishes, and so does what it sends. */
    public void pullCable() throws IOException {
        router.run("ip link set far down");
    }

    /** Plugs it in again. */
    public void plugCable() throws IOException {
        router.run("ip link set far up");
    }

    /** Has the router do something to packets on their way, in the language of nftables. */
    public void forwarding(String rule) throws IOException {
        router.run("nft 'add rule inet way forward " + rule + "'");
    }

    /** Loses the first packet, and then one out of so many, whatever their direction. */
    public void lose(int oneOf) throws IOException {
        forwarding("numgen inc mod " + oneOf + " == 0 drop");
    }

    /** Undoes {@link #forwarding}. */
    public void forwardingAll() throws IOException {
        router.run("nft flush chain inet way forward");
    }

    /** Lets every packet arrive twice, in both directions. */
    public void duplicate() throws IOException {
        for (String link : List.of("near", "far")) {
            router.run("""
                    nft 'table netdev twice-%1$s {
                        chain out { type filter hook egress device %1$s priority 0;
                                    meta mark != 2 meta mark set 2 dup to %1$s; }; }'
                    """.formatted(link));
        }
    }

    /** Lets only so much through in each direction. */
    public void throttle(int kilobits) throws IOException {
        for (String link : List.of("near", "far")) {
            router.run("tc qdisc add dev %s root tbf rate %dkbit burst 4kb latency 1s".formatted(link, kilobits));
        }
    }

    /** Lets no larger packets through, as links do that carry packets within others; the router tells the sender so. */
    public void narrow(int mtu) throws IOException {
        router.run("ip link set far mtu " + mtu);
        far.run("ip link set eth0 mtu " + mtu);
    }

    /** Lets no larger packets through, and nobody hear of it. */
    public void swallowAbove(int mtu) throws IOException {
        router.run("""
                ip link set far mtu %d
                nft add rule inet way output icmp type destination-unreachable drop
                nft add rule inet way output icmpv6 type { destination-unreachable, packet-too-big } drop
                """.formatted(mtu));
    }

    /** Has the router forget connections that were idle for so long, and drop what does not belong to any. */
    public void forgetAfter(int seconds) throws IOException {
        router.run("""
                nft 'add rule inet way forward ct state invalid drop;
                     add rule inet way forward ct state new tcp flags & (syn | ack) != syn drop'
                echo %d >/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established
                """.formatted(seconds));
    }

    /** Switches all off. */
    @Override
    public void close() throws IOException {
        try (near; router; far) {
            return;
        }
    }
}
