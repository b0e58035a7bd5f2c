package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A client goes to a server's old address, until it is restarted: the name was looked up once, when the {@code
 * InetSocketAddress} was made. Looking it up for each connection is not enough where a program has set {@code
 * networkaddress.cache.ttl} to -1, for ever; unset, the JDK keeps an address for 30 s and a failure for 10 s.
 *
 * <pre>
 * $ ./sockets pitfall old-address
 * done:   a name moved from 127.0.0.2 to 127.0.0.1, and its server with it
 * broken: ConnectException: Connection refused
 * fixed:  connected to 127.0.0.1
 * </pre>
 */
public final class OldAddress {

    private static final String NAME = "moving.example";
    private static final int TIMEOUT_MILLIS = 5000;

    private OldAddress() {}

    /** Shows both halves. */
    @SuppressWarnings("AddressSelection") // one address alone, and too early: that is the mistake
    static void main() throws IOException {
        Path hosts = nameServer();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            InetSocketAddress atTheStart = lookUp(NAME, listener.getLocalPort());
            Files.writeString(hosts, "127.0.0.1 " + NAME + "\n");
            IO.println("done:   a name moved from 127.0.0.2 to 127.0.0.1, and its server with it");
            IO.println("broken: " + BlockingCall.outcome(() -> connectAsBefore(atTheStart)));
            IO.println("fixed:  " + BlockingCall.outcome(() -> connectAnew(atTheStart)));
        }
    }

    /** A name and its address in a file like /etc/hosts, which has to be set before the first look-up. */
    private static Path nameServer() throws IOException {
        Path hosts = Files.createTempFile("hosts", "");
        hosts.toFile().deleteOnExit();
        Files.writeString(hosts, "127.0.0.2 " + NAME + "\n");
        System.setProperty("jdk.net.hosts.file", hosts.toString());
        Security.setProperty("networkaddress.cache.ttl", "0"); // or the JDK's own 30 s would have to pass first
        return hosts;
    }

    private static InetSocketAddress lookUp(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    /** Broken: to the address that the name had. */
    static String connectAsBefore(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, TIMEOUT_MILLIS);
            return "connected to " + socket.getInetAddress().getHostAddress();
        }
    }

    /** Fixed: to the address that it has now. */
    static String connectAnew(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(lookUp(server.getHostString(), server.getPort()), TIMEOUT_MILLIS);
            return "connected to " + socket.getInetAddress().getHostAddress();
        }
    }
}
