package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;

/**
 * How a UDP server listens. There is no backlog: nobody is accepted, and datagrams that wait are bytes in the socket's
 * receive buffer; when that is full the system drops further ones without a word to either side.
 *
 * @param reuseAddress whether to listen on a port although another socket is bound to it (SO_REUSEADDR). For TCP the
 *        option is about what closed connections leave behind; UDP leaves nothing behind, so a restart never needs it.
 *        What it does here: two live servers hold one port if both asked for it, on Linux the one that came last gets
 *        every datagram, on Windows it is not defined which; the other starves and no error tells. Of use for
 *        multicast, where each socket gets a copy.
 * @param grace how long {@link GracefulDatagramChannel#close} waits for the answer to the datagram in progress, from
 *        zero
 */
public record DatagramSettings(boolean reuseAddress, Duration grace) {

    /** A port for one server alone, two seconds of grace. */
    public static final DatagramSettings DEFAULT = new DatagramSettings(false, ServerSettings.DEFAULT_GRACE);

    /**
     * The most bytes that a datagram can carry: UDP counts them and its own header of 8 in 16 bits. (IPv4, whose header
     * of 20 is counted too, leaves 65,507; IPv6 all of them.) A buffer with more room than this never cuts a datagram; a
     * smaller one does so in silence.
     */
    public static final int MAX_PAYLOAD = 65_535 - 8;

    /** Room for a burst of some thousand small datagrams while the server is busy; systems cap it. */
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

    /** Checks the range. */
    public DatagramSettings {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace " + grace + " is negative");
        }
    }

    /** Returns these settings, but with addresses reused or not. */
    public DatagramSettings reusingAddress(boolean reuse) {
        return new DatagramSettings(reuse, grace);
    }

    /**
     * Opens a socket that receives datagrams; the caller closes it.
     *
     * @param address where to listen; port 0 takes any free one
     * @throws BindException if that can't be, in one line that names the address
     */
    public GracefulDatagramChannel listen(InetSocketAddress address) throws BindException {
        if (address.isUnresolved()) {
            throw ServerSettings.cannotListen(address, new UnknownHostException());
        }
        try {
            // The address's own family: an IPv6 socket would do for both, and map each IPv4 address there and back.
            DatagramChannel channel = DatagramChannel.open(address.getAddress() instanceof Inet6Address
                    ? StandardProtocolFamily.INET6
                    : StandardProtocolFamily.INET);
            return bound(channel, address);
        } catch (IOException | UnsupportedOperationException e) { // the latter where the system has no IPv6
            throw ServerSettings.cannotListen(address, e);
        }
    }

    private GracefulDatagramChannel bound(DatagramChannel channel, InetSocketAddress address) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress); // before bind, which it is about
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(address);
            return new GracefulDatagramChannel(channel, grace);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
