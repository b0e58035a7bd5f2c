package io.github.socketsbyexample.udp;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

import io.github.socketsbyexample.common.Addresses;

/** Socket addresses as Python's {@code repr} writes them. Knows no sockets. */
final class PythonAddress {

    private PythonAddress() {}

    /**
     * Returns {@code ('127.0.0.1', 37548)}, for IPv6 {@code ('::1', 37548, 0, 0)}: with the flow label, which Java does
     * not tell (0), and the number of the interface of a link-local address, which Python no longer writes after the
     * address itself.
     */
    static String repr(InetSocketAddress address) {
        String host = Addresses.format(address.getAddress());
        if (!(address.getAddress() instanceof Inet6Address ip)) {
            return "('" + host + "', " + address.getPort() + ")";
        }
        int scope = host.indexOf('%');
        return "('" + (scope < 0 ? host : host.substring(0, scope)) + "', " + address.getPort() + ", 0, "
                + ip.getScopeId() + ")";
    }
}
