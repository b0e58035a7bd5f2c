package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketsbyexample.threaded.Design;

/**
 * What is measured, and with whom. A further server joins by a line in the list of its peers: anything that prints
 * {@code Listening on HOST:PORT} and speaks the protocol can take part.
 */
final class Suite {

    /** What the names of all Unix sockets of a run begin with; short, for a system takes about a hundred characters. */
    static final Path SOCKETS = Path.of(System.getProperty("java.io.tmpdir"),
            "sockets-" + ProcessHandle.current().pid() + "-");

    private final Toolchain tools;
    private final boolean quick;
    private final List<Scenario> scenarios = new ArrayList<>();

    /** Builds what is needed; {@code quick} leaves out what shows nothing new, and makes the rest small. */
    Suite(Toolchain tools, boolean quick) throws IOException {
        this.tools = tools;
        this.quick = quick;
        addEcho();
        addUnixSockets();
        addDatagrams();
        scenarios.addAll(new ProgramScenarios(tools, quick).all());
        addThousands();
    }

    List<Scenario> scenarios() {
        return scenarios;
    }

    private Peer design(Design design) {
        return served(design.toString(), design.toString());
    }

    private Peer served(String name, String design) {
        return tools.ours(name, "benchmarks", "serve", "--port", "0", "--design", design);
    }

    /** Returns who can serve as many at once as there are. */
    private List<Peer> concurrent() throws IOException {
        return List.of(Toolchain.c("C epoll", "echo-epoll"), Toolchain.c("C threads", "echo-threads"),
                design(Design.SELECTOR), design(Design.VIRTUAL), design(Design.BOUNDED), design(Design.PLATFORM),
                served("ThreadingTCPServer", EchoPeer.LIBRARY),
                tools.netty(NettyEcho.Transport.NIO), tools.netty(NettyEcho.Transport.EPOLL),
                tools.python("CPython threading", "echo_threading.py"));
    }

    private void addEcho() throws IOException {
        List<Peer> all = concurrent();
        List<Peer> andWithoutYield = with(all, served("virtual, without yield", EchoPeer.WITHOUT_YIELD));
        List<Peer> andOneByOne = with(all, served("TCPServer", EchoPeer.LIBRARY_SYNC),
                tools.python("CPython TCPServer", "echo_threading.py", "sync"));
        Peer byChannel = served("virtual, SocketChannel", EchoPeer.BY_CHANNEL);
        List<Peer> selected = without(all, "C threads", "platform");

        echo("echo-64", "Echo, 64 connections, 64 bytes", andWithoutYield, "echo connections=64 size=64");
        echo("echo-1", "Echo, 1 connection, 64 bytes",
                with(andOneByOne, design(Design.POOL), design(Design.ITERATIVE)), "echo connections=1 size=64");
        if (!quick) {
            echo("echo-1000", "Echo, 1,000 connections, 64 bytes", andWithoutYield, "echo connections=1000 size=64");
        }
        echo("echo-64-16k", "Echo, 64 connections, 16 KiB", selected, "echo connections=64 size=16384");
        echo("echo-paced", "Echo, 64 connections, 20,000 requests a second, come what may",
                without(selected, "ThreadingTCPServer", "Netty epoll"), "echo connections=64 size=64 rate=20000");
        for (int n : List.of(1, 8)) {
            add(Scenario.of("bulk-" + n, "Echo of " + n + (n == 1 ? " stream" : " streams") + " without a pause",
                    Unit.MEGABYTES, with(selected, byChannel), Probe.ServerUnderLoad.of("bulk connections=" + n)));
        }
        add(Scenario.of("churn", "Connect, ask, close; 16 at once", Unit.CONNECTIONS, andOneByOne,
                Probe.ServerUnderLoad.of("churn connections=16 size=64")));
    }

    /** What takes longest comes last: on a slow machine it is this that is missing. */
    private void addThousands() throws IOException {
        List<Peer> thousands = without(concurrent(), "C threads", "ThreadingTCPServer"); // whose threads are as "virtual"'s
        if (!quick) {
            add(Scenario.of("echo-10000", "Echo, 10,000 connections, 64 bytes", Unit.REQUESTS,
                    without(thousands, "platform", "Netty epoll"),
                    Probe.ServerUnderLoad.of("echo connections=10000 size=64")).ofLength(2).ofEffort(7));
        }
        // After everything else: thousands of threads and connections take their time to go.
        add(Scenario.of("idle", "Memory for an idle connection, of 10,000", Unit.KIB_EACH, thousands,
                new Probe.ServerUnderLoad(List.of("hold", "connections=10000", "size=64"), Map.of(), true))
                .withAtMost(2)
                .ofEffort(6));
    }

    private static List<Peer> with(List<Peer> peers, Peer... more) {
        return Stream.concat(peers.stream(), Stream.of(more)).toList();
    }

    private static List<Peer> without(List<Peer> peers, String... names) {
        return peers.stream().filter(peer -> !List.of(names).contains(peer.name())).toList();
    }

    private void echo(String name, String title, List<Peer> peers, String job) {
        add(Scenario.of(name, title, Unit.REQUESTS, peers, Probe.ServerUnderLoad.of(job)));
    }

    private void addUnixSockets() throws IOException {
        String path = SOCKETS + "c";
        echo("unix-64", "Echo over Unix sockets, 64 connections, 64 bytes", List.of(
                Toolchain.c("C epoll, Unix", "echo-epoll", path),
                onPath("selector, Unix", Design.SELECTOR.toString()),
                onPath("ThreadingUnixStreamServer", EchoPeer.LIBRARY),
                tools.python("CPython ThreadingUnixStreamServer", "echo_threading.py", SOCKETS + "python"),
                Toolchain.c("C epoll", "echo-epoll")), "echo connections=64 size=64");
    }

    private Peer onPath(String name, String design) {
        return tools.ours(name, "benchmarks", "serve", "--design", design, "--path", SOCKETS + design);
    }

    private void addDatagrams() throws IOException {
        List<Peer> peers = List.of(Toolchain.c("C recvfrom", "hello-udp"),
                tools.ours("hello-server", "udp-basic", "hello-server", "--port", "0", "--quiet"),
                served("UDPServer", EchoPeer.LIBRARY_UDP),
                served("ThreadingUDPServer", EchoPeer.LIBRARY_THREADING_UDP),
                tools.python("CPython UDPServer", "hello_udp.py"),
                tools.python("CPython ThreadingUDPServer", "hello_udp.py", "threading"));
        add(Scenario.of("udp", "Datagrams of 64 bytes, 64 under way", Unit.REQUESTS, peers,
                Probe.ServerUnderLoad.of("udp connections=64 size=64")));
        add(Scenario.of("udp-paced", "Datagrams of 64 bytes, 90,000 a second, come what may", Unit.REQUESTS,
                without(peers, "CPython ThreadingUDPServer"), // who needs ten times as long
                Probe.ServerUnderLoad.of("udp connections=1 size=64 rate=90000")));
    }

    private void add(Scenario scenario) {
        scenarios.add(scenario);
    }
}
