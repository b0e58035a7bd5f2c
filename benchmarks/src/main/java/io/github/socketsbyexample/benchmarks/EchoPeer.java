package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketsbyexample.common.Program;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
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
    /** The design that is socketserver-port's ThreadingTCPServer. */
    static final String LIBRARY = "socketserver";

    /** Its UDPServer, which answers Hello, NAME! instead. */
    static final String LIBRARY_UDP = "socketserver-udp";

    /** Its ThreadingUDPServer, likewise. */
    static final String LIBRARY_THREADING_UDP = "socketserver-threading-udp";

    private static final Map<String, Opener> DESIGNS = designs();

    /** Opens an echo server. */
    @FunctionalInterface
    private interface Opener {
        Server open(InetSocketAddress address, ServerSettings settings) throws IOException;
    }

    private EchoPeer() {}

    private static Map<String, Opener> designs() {
        Map<String, Opener> designs = new LinkedHashMap<>();
        for (Design design : Design.values()) {
            designs.put(design.toString(),
                    (address, settings) -> design.open(address, settings, Design.Limits.DEFAULT, ECHO));
        }
        for (NettyEcho.Transport transport : NettyEcho.Transport.values()) {
            designs.put(transport.toString(), (address, settings) -> new NettyEcho(transport, address, settings));
        }
        designs.put(LIBRARY, LibraryEcho::new);
        designs.put(LIBRARY_UDP, (address, settings) -> new LibraryHello(address, false));
        designs.put(LIBRARY_THREADING_UDP, (address, settings) -> new LibraryHello(address, true));
        return designs;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(EchoPeer.class, PORT)
                .option("design", "NAME",
                        "one of " + String.join(", ", DESIGNS.keySet()) + " (default: " + Design.VIRTUAL + ")")
                .serve(args, arguments -> arguments.value("design", Design.VIRTUAL.toString(), EchoPeer::named)
                        .open(arguments.listenAddress(), arguments.serverSettings()));
    }

    private static Opener named(String name) {
        Opener opener = DESIGNS.get(name);
        if (opener == null) {
            throw new IllegalArgumentException(
                    "there is no design '" + name + "'" + Texts.nearMatches(name, List.copyOf(DESIGNS.keySet())));
        }
        return opener;
    }
}
