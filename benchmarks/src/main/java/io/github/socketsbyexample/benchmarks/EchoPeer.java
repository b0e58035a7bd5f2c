package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.NearMatches;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.threaded.Design;
import io.github.socketsbyexample.threaded.SelectorServer;
import io.github.socketsbyexample.threaded.ThreadPerClientServer;

/**
 * Sends every byte back: the one protocol that all servers here can speak, in each design of threaded-server, and with
 * Netty. Run: {@code ./sockets benchmarks serve --design virtual}
 */
public final class EchoPeer {

    private static final int PORT = 50007;

    /** The design that is socketserver-port's ThreadingTCPServer; on a path its ThreadingUnixStreamServer. */
    static final String LIBRARY = "socketserver";

    /** Its TCPServer: one client after another. */
    static final String LIBRARY_SYNC = "socketserver-sync";

    /** Its UDPServer, which answers Hello, NAME! instead. */
    static final String LIBRARY_UDP = "socketserver-udp";

    /** Its ThreadingUDPServer, likewise. */
    static final String LIBRARY_THREADING_UDP = "socketserver-threading-udp";

    /** {@link Design#VIRTUAL} with a loop that does not let others go first after an answer. */
    static final String WITHOUT_YIELD = "virtual-without-yield";

    /** {@link Design#VIRTUAL} with a channel in place of a blocking socket's two streams. */
    static final String BY_CHANNEL = "virtual-channel";

    private static final Map<String, Opener> DESIGNS = designs();

    /** Opens an echo server. */
    @FunctionalInterface
    interface Opener {
        Server open(InetSocketAddress address, ServerSettings settings) throws IOException;
    }

    private EchoPeer() {}

    private static Map<String, Opener> designs() {
        Map<String, Opener> designs = new LinkedHashMap<>();
        for (Design design : Design.values()) {
            designs.put(design.toString(),
                    (address, settings) -> design.open(address, settings, Design.Limits.DEFAULT, new EchoHandler(true),
                            EchoHandler::states));
        }
        for (NettyEcho.Transport transport : NettyEcho.Transport.values()) {
            designs.put(transport.toString(), (address, settings) -> new NettyEcho(transport, address, settings));
        }
        designs.put(WITHOUT_YIELD, (address, settings) -> new ThreadPerClientServer(settings.listen(address),
                new EchoHandler(false), Thread.ofVirtual()));
        designs.put(BY_CHANNEL, ChannelEcho::new);
        designs.put(LIBRARY, (address, settings) -> new LibraryEcho(address, settings, true));
        designs.put(LIBRARY_SYNC, (address, settings) -> new LibraryEcho(address, settings, false));
        designs.put(LIBRARY_UDP, (address, settings) -> new LibraryHello(address, false));
        designs.put(LIBRARY_THREADING_UDP, (address, settings) -> new LibraryHello(address, true));
        return designs;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(EchoPeer.class, PORT)
                .option("design", "NAME",
                        "one of " + String.join(", ", DESIGNS.keySet()) + " (default: " + Design.VIRTUAL + ")")
                .option("path", "PATH",
                        "listen on this Unix socket instead: " + Design.SELECTOR + " and " + LIBRARY + " can")
                .serve(args, EchoPeer::open);
    }

    private static Server open(Arguments arguments) throws IOException {
        if (arguments.has("path")) {
            return onPath(arguments);
        }
        return arguments.value("design", Design.VIRTUAL.toString(), EchoPeer::named)
                .open(arguments.listenAddress(), arguments.serverSettings());
    }

    private static Server onPath(Arguments arguments) throws IOException {
        UnixDomainSocketAddress path = arguments.value("path", "", UnixDomainSocketAddress::of);
        ServerSettings settings = arguments.serverSettings();
        String design = arguments.value("design", "", name -> name);
        if (design.equals(LIBRARY)) {
            return new LibraryEcho.OnPath(path);
        }
        arguments.check(design.equals(Design.SELECTOR.toString()),
                "--path: only --design " + Design.SELECTOR + " and " + LIBRARY + " can");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return new SelectorServer(listener.bind(path, settings.backlog()), EchoHandler::states, settings.grace());
        } catch (IOException e) {
            listener.close();
            throw ServerSettings.cannotListen(path, e);
        }
    }

    /** Opens a server on a free port. */
    static Server open(Opener design) throws IOException {
        return design.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ServerSettings.DEFAULT);
    }

    /** Returns the design of that name. */
    static Opener named(String name) {
        Opener opener = DESIGNS.get(name);
        if (opener == null) {
            throw new IllegalArgumentException(
                    "there is no design '" + name + "'" + NearMatches.of(name, List.copyOf(DESIGNS.keySet())));
        }
        return opener;
    }
}
