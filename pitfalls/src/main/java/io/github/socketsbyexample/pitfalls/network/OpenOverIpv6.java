package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * The firewall lets nobody in, and somebody gets in: its rules are for IPv4, as those of iptables are, and a server
 * without an address listens on those of both protocols. A server that shall be reached by one way alone names that
 * address; and a firewall needs rules for both, as nftables' {@code inet} tables have them.
 *
 * <pre>
 * $ ./sockets pitfall open-over-ipv6
 * done:   the server's host refuses all connections over IPv4
 * broken: over IPv4 ConnectException: Connection refused, over IPv6 connected
 * fixed:  over IPv4 ConnectException: Connection refused, over IPv6 ConnectException: Connection refused
 * </pre>
 */
public final class OpenOverIpv6 {

    private static final int BACKLOG = 50;
    private static final int TIMEOUT_MILLIS = 5_000;

    private OpenOverIpv6() {}

    /** Shows both halves. */
    static void main() throws IOException {
        TwoHosts.show(hosts -> {
            refuseIpv4(hosts.far());
            IO.println("done:   the server's host refuses all connections over IPv4");
            IO.println("broken: " + reached(hosts, OpenOverIpv6::listenOnAllAddresses));
            IO.println("fixed:  " + reached(hosts, OpenOverIpv6::listenOnOneAddress));
        });
    }

    static void refuseIpv4(Host host) throws IOException {
        host.run("""
                nft add table ip own
                nft add chain ip own input '{ type filter hook input priority 0; }'
                nft add rule ip own input meta l4proto tcp reject with tcp reset
                """);
    }

    /** How a server listens. */
    @FunctionalInterface
    interface Listening {
        ServerSocket listen() throws IOException;
    }

    static String reached(TwoHosts hosts, Listening listening) throws IOException {
        try (ServerSocket listener = hosts.far().call(listening::listen)) {
            int port = listener.getLocalPort();
            return "over IPv4 " + BlockingCall.outcome(() -> hosts.near().call(() -> connect(TwoHosts.FAR, port)))
                    + ", over IPv6 "
                    + BlockingCall.outcome(() -> hosts.near().call(() -> connect(TwoHosts.FAR_IPV6, port)));
        }
    }

    private static String connect(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            return "connected";
        }
    }

    /** Broken: all addresses are those of IPv6, too. */
    static ServerSocket listenOnAllAddresses() throws IOException {
        return new ServerSocket(0);
    }

    /** Fixed: the one that clients are told. */
    static ServerSocket listenOnOneAddress() throws IOException {
        return new ServerSocket(0, BACKLOG, InetAddress.ofLiteral(TwoHosts.FAR));
    }
}
