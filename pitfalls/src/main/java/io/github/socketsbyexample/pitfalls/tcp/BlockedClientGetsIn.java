package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A blocked client gets in, or a listed one is turned away: the list holds {@code ::ffff:127.0.0.1}, as Python, C and their
 * logs write an IPv4 client of a server for IPv6 and IPv4 alike; to Java the same client is 127.0.0.1. Of IPv6 it is the
 * same with {@code ::1}, which {@code getHostAddress} writes as {@code 0:0:0:0:0:0:0:1}.
 *
 * <pre>
 * $ ./sockets pitfall blocked-client-gets-in
 * done:   blocked ::ffff:127.0.0.1, then connected from 127.0.0.1
 * broken: let in
 * fixed:  turned away
 * </pre>
 */
public final class BlockedClientGetsIn {

    static final List<String> BLOCKED = List.of("::ffff:127.0.0.1", "::1");

    private BlockedClientGetsIn() {}

    /** Shows both halves. */
    static void main() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InetAddress client = connection.server().getInetAddress();
            IO.println("done:   blocked " + BLOCKED.getFirst() + ", then connected from " + client.getHostAddress());
            IO.println("broken: " + (isWritten(client, BLOCKED) ? "turned away" : "let in"));
            IO.println("fixed:  " + (isMeant(client, BLOCKED) ? "turned away" : "let in"));
        }
    }

    /** Broken: compares texts, and there are many for one address. */
    static boolean isWritten(InetAddress client, List<String> blocked) {
        return blocked.contains(client.getHostAddress());
    }

    /** Fixed: compares addresses; a server reads its list once, and learns of a mistake in it then. */
    static boolean isMeant(InetAddress client, List<String> blocked) {
        return blocked.stream().map(InetAddress::ofLiteral).anyMatch(client::equals);
    }
}
