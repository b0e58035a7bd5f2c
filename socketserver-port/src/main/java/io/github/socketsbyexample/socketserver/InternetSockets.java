package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;

import org.jspecify.annotations.Nullable;

/** What TCP and UDP servers have in common when they take an address. */
final class InternetSockets {

    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private InternetSockets() {}

    /**
     * Looks a host name up: a channel does not.
     *
     * @throws java.net.UnknownHostException if there is no such host
     */
    static InetSocketAddress resolved(SocketAddress address) throws IOException {
        return switch (address) {
            case InetSocketAddress inet when inet.isUnresolved() ->
                new InetSocketAddress(InetAddress.getByName(inet.getHostString()), inet.getPort());
            case InetSocketAddress inet -> inet;
            default -> throw new IllegalArgumentException("not an Internet address: " + address);
        };
    }

    /** Returns the family that a socket for an address needs. */
    static ProtocolFamily family(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    /** Sets the options that a socket needs before it is bound. */
    static void setOptions(NetworkChannel channel, boolean reuseAddress, boolean reusePort) throws IOException {
        // On Windows the first would let two servers have the same port, and either lose clients to the other.
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress && !WINDOWS);
        if (reusePort && channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    /** Whether a client came by IPv4 to a server that listens on an IPv6 address. */
    static boolean isMapped(@Nullable SocketAddress client, SocketAddress server) {
        return family(server) == StandardProtocolFamily.INET6
                && client instanceof InetSocketAddress inet
                && inet.getAddress() instanceof Inet4Address;
    }
}
