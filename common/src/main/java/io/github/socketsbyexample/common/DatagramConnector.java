package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Connects UDP sockets. That sends nothing and asks nobody: the system chooses a route, drops what others than the
 * destination send from then on, and reports when the destination says that nobody listens there. So a name with several
 * addresses gets the first that a route leads to; whether a server is there too, only its answer tells.
 */
public final class DatagramConnector {

    private DatagramConnector() {}

    /**
     * Opens a connected socket; the caller closes it.
     *
     * @param destination its name is looked up here if it has not been. The look-up has the system's own limits.
     * @throws ConnectException if no route leads there, in one line that names the destination
     */
    public static DatagramSocket connect(InetSocketAddress destination) throws ConnectException {
        try {
            InetAddress[] ips = destination.isUnresolved()
                    ? InetAddress.getAllByName(destination.getHostString())
                    : new InetAddress[]{destination.getAddress()};
            return connectToOneOf(ips, destination.getPort());
        } catch (IOException e) {
            String reason = e instanceof UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
            throw unreachable(destination, reason, e);
        }
    }

    private static DatagramSocket connectToOneOf(InetAddress[] ips, int port) throws SocketException {
        DatagramSocket socket = new DatagramSocket();
        for (int i = 0; !socket.isConnected(); i++) {
            try {
                socket.connect(new InetSocketAddress(ips[i].isAnyLocalAddress() ? loopback(ips[i]) : ips[i], port));
            } catch (SocketException e) {
                if (i == ips.length - 1) {
                    socket.close();
                    throw e;
                }
            }
        }
        if (!socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
            return socket;
        }
        try (socket) { // it would hear itself; the next has another port, for this one is taken until then
            return connectToOneOf(ips, port);
        }
    }

    /** Connected to "any" a socket asks ::1, whichever the family, and drops the answer: it does not come from "any". */
    private static InetAddress loopback(InetAddress any) {
        return InetAddress.ofLiteral(any instanceof Inet4Address ? "127.0.0.1" : "::1");
    }

    /** Says in one line that a destination can't be reached, and why. */
    public static ConnectException unreachable(InetSocketAddress destination, String reason, IOException cause) {
        return (ConnectException) new ConnectException(
                "cannot reach " + Addresses.format(destination) + ": " + reason).initCause(cause);
    }
}
