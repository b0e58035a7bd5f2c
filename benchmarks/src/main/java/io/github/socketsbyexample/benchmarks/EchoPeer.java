package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketsbyexample.common.Arguments;
import io.github.socketsbyexample.common.Program;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.Texts;
import io.github.socketsbyexample.threaded.Design;
import io.github.socketsbyexample.threaded.Protocol;
import io.github.socketsbyexample.threaded.Step;

/**
 * Sends every byte back: the one protocol that all servers here can speak, in each design of threaded-server, and with
 * Netty. Run: {@code ./sockets benchmarks serve --design virtual}
 */
public final class EchoPeer {

    private static final int PORT = 50007;
    private static final Protocol ECHO = client -> chunk -> new Step.Send(chunk, Step.READ);

    private EchoPeer() {}

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(EchoPeer.class, PORT)
                .option("design", "NAME", "one of " + String.join(", ", names()) + " (default: " + Design.VIRTUAL + ")")
                .serve(args, EchoPeer::open);
    }

    private static Server open(Arguments arguments) throws IOException {
        String name = arguments.value("design", Design.VIRTUAL.toString(), EchoPeer::known);
        InetSocketAddress address = arguments.listenAddress();
        for (NettyEcho.Transport transport : NettyEcho.Transport.values()) {
            if (transport.toString().equals(name)) {
                return new NettyEcho(transport, address, arguments.serverSettings());
            }
        }
        return Design.named(name).open(address, arguments.serverSettings(), Design.Limits.DEFAULT, ECHO);
    }

    private static String known(String name) {
        if (names().contains(name)) {
            return name;
        }
        throw new IllegalArgumentException("there is no design '" + name + "'" + Texts.nearMatches(name, names()));
    }

    private static List<String> names() {
        return Stream.<Object>concat(Arrays.stream(Design.values()), Arrays.stream(NettyEcho.Transport.values()))
                .map(Object::toString)
                .toList();
    }
}
