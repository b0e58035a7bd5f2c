package io.github.socketsbyexample.pitfalls.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A program that checks an address asks a name server, waits for it, and believes it: {@code InetAddress.getByName}
 * takes a name as well, so whoever may write the text may write a name of his own, which leads where he likes. {@code
 * InetAddress.ofLiteral} takes addresses only, and asks nobody.
 *
 * <pre>
 * $ ./sockets pitfall name-taken-for-an-address
 * sent:   "localhost", where an address is expected
 * broken: 127.0.0.1
 * fixed:  IllegalArgumentException: Invalid IP address literal: localhost
 * </pre>
 */
public final class NameTakenForAnAddress {

    private NameTakenForAnAddress() {}

    /** Shows both halves. */
    static void main() {
        IO.println("sent:   \"localhost\", where an address is expected");
        IO.println("broken: " + BlockingCall.outcome(() -> lookedUp("localhost").getHostAddress()));
        IO.println("fixed:  " + BlockingCall.outcome(() -> read("localhost").getHostAddress()));
    }

    /** Broken: looks up what is no address. */
    static InetAddress lookedUp(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    /** Fixed: reads what is there. ("1" is an address too, 0.0.0.1, as ever; "0x7f.1" is none.) */
    static InetAddress read(String text) {
        return InetAddress.ofLiteral(text);
    }
}
