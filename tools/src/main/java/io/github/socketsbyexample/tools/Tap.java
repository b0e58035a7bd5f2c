package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Server;

/**
 * Stands between a client and a server and draws what they say to each other: who connected, sent which bytes, ended the
 * stream or aborted the connection, and when. It changes nothing ({@link Relay}, {@link UdpRelay}) and never lets the
 * traffic wait for the drawing: what comes faster than a terminal can show it is counted instead ({@link DrawingQueue}).
 *
 * <p>Run: {@code ./sockets tap --port 9000 --to 127.0.0.1:50007}, and point the client to port 9000.
 */
public final class Tap implements Server {

    private static final int PORT = 0; // any: it stands in for the port of another
    private static final String ITSELF = "--to: that is where the tap itself shall listen";
    private static final int SHOWN_BYTES = 64; // four rows in hexadecimal

    private final Server relay;
    private final List<DrawingQueue> drawings;

    /** Draws what passes a relay; closes the relay and the drawings in the end. */
    private Tap(Server relay, List<DrawingQueue> drawings) {
        this.relay = relay;
        this.drawings = drawings;
    }

    /** Runs the tap from the command line. */
    public static void main(String[] args) {
        Program.server(Tap.class, PORT)
                .option("to", "HOST:PORT", "pass everything on to this address")
                .flag("udp", "pass datagrams on instead of connections")
                .option("show", "N", "show the first N bytes of each chunk, up to " + WireEvent.KEPT_BYTES
                        + " (default: " + SHOWN_BYTES + ")")
                .flag("no-hex", "show them as text only")
                .charset(StandardCharsets.UTF_8.name())
                .option("mermaid", "FILE", "also write a sequence diagram for Mermaid to this file")
                .serve(args, Tap::open);
    }

    private static Tap open(Arguments arguments) throws IOException {
        arguments.check(arguments.has("to"), "--to is missing");
        InetSocketAddress server = arguments.value("to", "", Tap::destination);
        InetSocketAddress here = arguments.listenAddress();
        arguments.check(!leadsTo(server, here), ITSELF);
        List<DrawingQueue> drawings = new ArrayList<>();
        WireObserver all = event -> drawings.forEach(drawing -> drawing.on(event));
        Server relay = arguments.has("udp")
                ? new UdpRelay(here, DatagramSettings.DEFAULT.reusingAddress(arguments.has("reuse-address")), server,
                        all, Interference.NONE)
                : new Relay(here, arguments.serverSettings(), server, all, Interference.NONE);
        try { // only now: a port that is taken costs no earlier diagram, and the system may have chosen the server's
            arguments.check(!leadsTo(server, (InetSocketAddress) relay.localAddress()), ITSELF);
            openDrawings(arguments, server, drawings);
            return new Tap(relay, drawings);
        } catch (IOException | RuntimeException e) {
            drawings.forEach(DrawingQueue::close);
            relay.close();
            throw e;
        }
    }

    /**
     * Returns whether a destination may be a listener of this machine, however they are written: one of its addresses is
     * the listener's, or one of the two is "any", and so all that this machine has.
     */
    static boolean leadsTo(InetSocketAddress destination, InetSocketAddress listener) throws SocketException {
        if (destination.getPort() != listener.getPort() || listener.isUnresolved()) {
            return false;
        }
        try {
            boolean any = listener.getAddress().isAnyLocalAddress();
            for (InetSocketAddress each : MultiAddressConnector.addressesOf(destination)) {
                InetAddress address = each.getAddress();
                if (each.equals(listener) || address.isAnyLocalAddress() || (any && isOfThisMachine(address))) {
                    return true;
                }
            }
            return false;
        } catch (ConnectException e) {
            return false; // a name that is unknown as yet
        }
    }

    private static boolean isOfThisMachine(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    private static InetSocketAddress destination(String text) {
        InetSocketAddress address = OptionValues.address(text);
        if (address.getPort() == 0) {
            throw new IllegalArgumentException("a server can't be reached at port 0");
        }
        return address;
    }

    private static void openDrawings(Arguments arguments, InetSocketAddress server, List<DrawingQueue> drawings) {
        Charset charset = arguments.charset(StandardCharsets.UTF_8.name());
        int shown = arguments.number("show", SHOWN_BYTES, 0, WireEvent.KEPT_BYTES);
        if (arguments.has("mermaid")) {
            PrintWriter file = arguments.value("mermaid", "", Tap::create);
            drawings.add(new DrawingQueue(new SequenceDiagram(file, "client", "server " + Addresses.format(server),
                    charset, UnaryOperator.identity())));
        }
        drawings.add(new DrawingQueue(new Ladder(System.out, new WireText(charset, shown), !arguments.has("no-hex"))));
    }

    private static PrintWriter create(String file) {
        if (file.endsWith("/")) { // which a path does not keep
            throw new IllegalArgumentException("'" + file + "' is a folder's name");
        }
        try {
            return new PrintWriter(Files.newBufferedWriter(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("cannot write '" + file + "': there is no such folder", e);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("cannot write '" + file + "': " + e.getMessage(), e);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return relay.localAddress();
    }

    @Override
    public void serve() throws IOException {
        relay.serve();
    }

    /**
     * Stops, as {@link Server#close} says, and completes the drawings. One at a time: the end of {@link #serve}, which the
     * stop brings about, comes second and finds nothing left to tell.
     *
     * @throws IOException also if a drawing could not be written
     */
    @Override
    public synchronized void close() throws IOException {
        try {
            relay.close();
        } finally {
            drawings.forEach(DrawingQueue::close);
        }
        for (DrawingQueue drawing : drawings) {
            drawing.check();
        }
    }
}
