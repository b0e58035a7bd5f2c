package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;

/** Each row of the page's table "Which packet brings which exception". */
@ExtendWith({OnHosts.class, NoLeaks.class})
class NetworkErrorsTest {

    private static final int PORT = 9; // where nobody listens
    private static final int TIMEOUT_MILLIS = 1_500; // a host that is off is given up after one second

    /** What happens, by the table's first column. */
    private static final Map<String, Happening> HAPPENINGS = Map.ofEntries(
            Map.entry("nobody listens on the port", hosts -> {}),
            Map.entry("a firewall says that nobody does", rejecting("port-unreachable")),
            Map.entry("a firewall forbids it", rejecting("admin-prohibited")),
            Map.entry("a firewall forbids it, over IPv6", rejecting("admin-prohibited")),
            Map.entry("a router can't reach the host", rejecting("host-unreachable")),
            Map.entry("a router knows no way there", rejecting("no-route")),
            Map.entry("a firewall drops it, or a cable is cut", TwoHosts::pullCable),
            Map.entry("the host is on this network, and off", // and once asked for its address, instead of three times
                    hosts -> hosts.near().run("echo 1 >/proc/sys/net/ipv4/neigh/eth0/mcast_solicit")),
            Map.entry("this host has no route there", hosts -> hosts.near().run("ip route del default")),
            Map.entry("a route of this host forbids it",
                    hosts -> hosts.near().run("ip route add prohibit " + TwoHosts.FAR)),
            Map.entry("this host's firewall drops it", hosts -> hosts.near().run("""
                    nft add table inet own
                    nft add chain inet own output '{ type filter hook output priority 0; }'
                    nft add rule inet own output ip daddr %s drop
                    """.formatted(TwoHosts.FAR))));

    @FunctionalInterface
    private interface Happening {
        void happen(TwoHosts hosts) throws IOException;
    }

    private static Happening rejecting(String type) {
        return hosts -> hosts.forwarding("reject with icmpx type " + type);
    }

    /** A row of the table. */
    record Row(String happening, String tcp, String datagram) {
        @Override
        public String toString() {
            return happening;
        }
    }

    static List<Row> rows() throws IOException {
        String page = Files.readString(Path.of("README.md"));
        return page.substring(page.indexOf("### Which packet brings which exception"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("Exception: "))
                .map(line -> line.split(" *\\| *", -1))
                .map(cells -> new Row(cells[1], cells[3].replace("`", ""), cells[4].replace("`", "")))
                .toList();
    }

    @Test
    void everyRowIsTried() throws IOException {
        assertEquals(HAPPENINGS.keySet(), Set.copyOf(rows().stream().map(Row::happening).collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void bringsThatException(Row row) throws IOException {
        String address = TwoHosts.FAR;
        if (row.happening().contains("IPv6")) {
            Machine.requireIpv6();
            address = TwoHosts.FAR_IPV6;
        } else if (row.happening().contains("on this network")) {
            address = "192.0.2.77";
        }
        InetSocketAddress peer = new InetSocketAddress(address, PORT);
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.near().run("echo 1 >/proc/sys/net/ipv4/tcp_syn_retries"); // given up after three seconds instead of 127
            Objects.requireNonNull(HAPPENINGS.get(row.happening())).happen(hosts);
            assertEquals(row.tcp(), BlockingCall.outcome(() -> hosts.near().call(() -> connect(peer))));
            assertEquals(row.datagram(), BlockingCall.outcome(() -> hosts.near().call(() -> ask(peer))));
        }
    }

    private static String connect(InetSocketAddress peer) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(peer);
            return "connected";
        }
    }

    private static String ask(InetSocketAddress peer) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(peer);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.send(new DatagramPacket(new byte[1], 1));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return "received";
        }
    }
}
