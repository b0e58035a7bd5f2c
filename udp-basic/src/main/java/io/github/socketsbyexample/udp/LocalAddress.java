package io.github.socketsbyexample.udp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramConnector;

/**
 * Prints the address that this machine would send from. Nothing goes over the wire: connecting a UDP socket only makes
 * the system choose a route, and with it the local address, which depends on the destination: a machine has many.
 * (Looking up the machine's own host name, the other usual way, often tells 127.0.1.1.)
 *
 * <p>Source: document 000, section 1.1.3. Run: {@code ./sockets udp-basic local-address --to 10.255.255.255}
 */
public final class LocalAddress {

    private static final String FAR_AWAY = "10.255.255.255"; // need not exist: it is only a way out of the machine
    private static final int ANY_PORT = 9; // routes don't depend on it; the document's 0 is refused by Java

    private LocalAddress() {}

    /** Runs the program from the command line. */
    public static void main(String[] args) {
        Program.task(LocalAddress.class)
                .option("to", "ADDR", "as seen on the way to HOST or HOST:PORT (default: " + FAR_AWAY + ")")
                .run(args, LocalAddress::print);
    }

    private static void print(Arguments arguments) throws IOException {
        InetSocketAddress destination = arguments.value("to", FAR_AWAY, LocalAddress::destination);
        System.out.println(Addresses.format(towards(destination)));
    }

    /** Reads {@code HOST}, {@code HOST:PORT}, or an IPv6 address with or without brackets. */
    static InetSocketAddress destination(String text) {
        boolean portless = text.indexOf(':') < 0 || text.endsWith("]")
                || (!text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':'));
        if (portless) {
            return InetSocketAddress.createUnresolved(OptionValues.host(text), ANY_PORT);
        }
        InetSocketAddress address = OptionValues.address(text);
        int port = address.getPort() == 0 ? ANY_PORT : address.getPort();
        return InetSocketAddress.createUnresolved(address.getHostString(), port);
    }

    /**
     * Returns the local address of datagrams to a destination.
     *
     * @param destination its name is looked up if it has not been; its port is not 0
     * @throws ConnectException if no route leads there, in one line that names it
     */
    public static InetAddress towards(InetSocketAddress destination) throws ConnectException {
        try (DatagramSocket socket = DatagramConnector.connect(destination)) {
            return socket.getLocalAddress();
        }
    }
}
