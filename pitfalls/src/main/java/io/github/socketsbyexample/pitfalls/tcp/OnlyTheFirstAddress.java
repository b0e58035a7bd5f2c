package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * {@code Connection refused}, and yet the service runs, and a browser reaches it: its name has several addresses (IPv6
 * and IPv4, or two machines), and {@code new Socket(host, port)} tries the first one only.
 *
 * <pre>
 * $ ./sockets pitfall only-the-first-address
 * done:   a name with the addresses 127.0.0.2 and 127.0.0.1, a server on the second
 * broken: ConnectException: Connection refused
 * fixed:  connected to 127.0.0.1
 * </pre>
 */
public final class OnlyTheFirstAddress {

    private static final String NAME = "two-addresses.example";
    private static final Duration TIMEOUT = Duration.ofSeconds(5); // for all addresses together

    private OnlyTheFirstAddress() {}

    /** Shows both halves. */
    static void main() throws IOException {
        nameServer();
        IO.println("done:   a name with the addresses 127.0.0.2 and 127.0.0.1, a server on the second");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            IO.println("broken: " + BlockingCall.outcome(() -> connectToFirst(NAME, listener.getLocalPort())));
            IO.println("fixed:  " + BlockingCall.outcome(() -> connectToAny(NAME, listener.getLocalPort())));
        }
    }

    /** A name with two addresses, from a file like /etc/hosts, which has to be set before the first look-up. */
    private static void nameServer() throws IOException {
        Path hosts = Files.createTempFile("hosts", "");
        hosts.toFile().deleteOnExit();
        Files.writeString(hosts, "127.0.0.2 " + NAME + "\n127.0.0.1 " + NAME + "\n");
        System.setProperty("jdk.net.hosts.file", hosts.toString());
    }

    /** Broken: looks the name up and takes the first address. */
    static String connectToFirst(String host, int port) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            return "connected to " + socket.getInetAddress().getHostAddress();
        }
    }

    /** Fixed: every address in turn, within one deadline. */
    static String connectToAny(String host, int port) throws IOException {
        try (Socket socket = MultiAddressConnector.connect(InetSocketAddress.createUnresolved(host, port), TIMEOUT)) {
            return "connected to " + socket.getInetAddress().getHostAddress();
        }
    }
}
