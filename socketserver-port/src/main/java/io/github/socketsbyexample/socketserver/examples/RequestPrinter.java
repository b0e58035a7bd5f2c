package io.github.socketsbyexample.socketserver.examples;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Texts;

/** What the documents' handlers print: {@code 127.0.0.1 wrote:} and the text, on a line each. */
final class RequestPrinter {

    private RequestPrinter() {}

    /** Prints both lines at once, so that those of other threads stay out. */
    static void print(@Nullable SocketAddress client, byte[] data) {
        String name = switch (client) {
            case null -> "a client without a name";
            case InetSocketAddress inet when inet.getAddress() != null -> Addresses.format(inet.getAddress());
            default -> Addresses.format(client);
        };
        System.out.println(Texts.printable(name) + " wrote:" + System.lineSeparator() // a path is the client's text, too
                + Texts.printable(new String(data, StandardCharsets.UTF_8)));
    }
}
