package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketsbyexample.integration.Installation;
import io.github.socketsbyexample.threaded.Design;

/**
 * What is measured, and with whom. A further server joins by a line in the list of its peers: anything that prints
 * {@code Listening on HOST:PORT} and speaks the protocol can take part.
 */
final class Suite {

    private static final String ENDING = "over\n"; // of long answers: who has it has all
    private static final long STREAM_BYTES = 100_000_000;
    private static final long FILE_BYTES = 1L << 30;
    private static final long QUICK_BYTES = 1L << 22;
    private static final String EXIT_FRAME = "\\3\\0\\0\\0\\4\\0\\0\\0\\0"; // of remote-exec, after all output; code 0
    private static final Path FOLDER = Toolchain.TARGET.resolve("files");

    /** What the names of all Unix sockets of a run begin with; short, for a system takes about a hundred characters. */
    static final Path SOCKETS = Path.of(System.getProperty("java.io.tmpdir"),
            "sockets-" + ProcessHandle.current().pid() + "-");

    private final Toolchain tools;
    private final boolean quick;
    private final long fileBytes;
    private final long streamBytes;
    private final List<Scenario> scenarios = new ArrayList<>();

    /** Builds what is needed; {@code quick} leaves out what shows nothing new, and makes the rest small. */
    Suite(Toolchain tools, boolean quick) throws IOException {
        this.tools = tools;
        this.quick = quick;
        this.fileBytes = quick ? QUICK_BYTES : FILE_BYTES;
        this.streamBytes = quick ? QUICK_BYTES : STREAM_BYTES;
        addEcho();
        addUnixSockets();
        addDatagrams();
        addCommands();
        addFiles();
        addStart();
        addShutdown();
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
        return List.of(tools.c("C epoll", "echo-epoll"), tools.c("C threads", "echo-threads"),
                design(Design.SELECTOR), design(Design.VIRTUAL), design(Design.BOUNDED), design(Design.PLATFORM),
                served("ThreadingTCPServer", EchoPeer.LIBRARY),
                tools.netty(NettyEcho.Transport.NIO), tools.netty(NettyEcho.Transport.EPOLL),
                tools.python("CPython threading", "echo_threading.py"));
    }

    private void addEcho() throws IOException {
        List<Peer> all = concurrent();
        List<Peer> andYielding = with(all, served("virtual, yielding", EchoPeer.YIELDING));
        List<Peer> andOneByOne = with(all, served("TCPServer", EchoPeer.LIBRARY_SYNC),
                tools.python("CPython TCPServer", "echo_threading.py", "sync"));
        List<Peer> selected = without(all, "C threads", "platform");

        echo("echo-64", "Echo, 64 connections, 64 bytes", andYielding, "echo connections=64 size=64");
        echo("echo-1", "Echo, 1 connection, 64 bytes",
                with(andOneByOne, design(Design.POOL), design(Design.ITERATIVE)), "echo connections=1 size=64");
        if (!quick) {
            echo("echo-1000", "Echo, 1,000 connections, 64 bytes", andYielding, "echo connections=1000 size=64");
        }
        echo("echo-64-16k", "Echo, 64 connections, 16 KiB", selected, "echo connections=64 size=16384");
        echo("echo-paced", "Echo, 64 connections, 20,000 requests a second, come what may",
                without(selected, "ThreadingTCPServer", "Netty epoll"), "echo connections=64 size=64 rate=20000");
        for (int n : List.of(1, 8)) {
            add(Scenario.of("bulk-" + n, "Echo of " + n + (n == 1 ? " stream" : " streams") + " without a pause",
                    Unit.MEGABYTES, selected, Probe.Load.of("bulk connections=" + n)));
        }
        add(Scenario.of("churn", "Connect, ask, close; 16 at once", Unit.CONNECTIONS, andOneByOne,
                Probe.Load.of("churn connections=16 size=64")));
    }

    /** What takes longest comes last: on a slow machine it is this that is missing. */
    private void addThousands() throws IOException {
        // LibraryEcho's handler has a buffer of 64 KiB from the begin, and would show those.
        List<Peer> thousands = without(concurrent(), "C threads", "ThreadingTCPServer");
        if (!quick) {
            add(Scenario.of("echo-10000", "Echo, 10,000 connections, 64 bytes", Unit.REQUESTS,
                    without(thousands, "platform", "Netty epoll"),
                    Probe.Load.of("echo connections=10000 size=64")).ofLength(3));
        }
        add(Scenario.of("idle", "Memory for an idle connection, of 10,000", Unit.KIB_EACH, thousands,
                new Probe.Load(List.of("hold", "connections=10000", "size=64"), Map.of(), true)).withAtMost(2));
    }

    private static List<Peer> with(List<Peer> peers, Peer... more) {
        return Stream.concat(peers.stream(), Stream.of(more)).toList();
    }

    private static List<Peer> without(List<Peer> peers, String... names) {
        return peers.stream().filter(peer -> !List.of(names).contains(peer.name())).toList();
    }

    private void echo(String name, String title, List<Peer> peers, String job) {
        add(Scenario.of(name, title, Unit.REQUESTS, peers, Probe.Load.of(job)));
    }

    private void addUnixSockets() throws IOException {
        String path = SOCKETS + "c";
        echo("unix-64", "Echo over Unix sockets, 64 connections, 64 bytes", List.of(
                tools.c("C epoll, Unix", "echo-epoll", path),
                onPath("selector, Unix", Design.SELECTOR.toString()),
                onPath("ThreadingUnixStreamServer", EchoPeer.LIBRARY),
                tools.python("CPython ThreadingUnixStreamServer", "echo_threading.py", SOCKETS + "python"),
                tools.c("C epoll", "echo-epoll")), "echo connections=64 size=64");
    }

    private Peer onPath(String name, String design) {
        return tools.ours(name, "benchmarks", "serve", "--design", design, "--path", SOCKETS + design);
    }

    private void addDatagrams() throws IOException {
        List<Peer> peers = List.of(tools.c("C recvfrom", "hello-udp"),
                tools.ours("hello-server", "udp-basic", "hello-server", "--port", "0", "--quiet"),
                served("UDPServer", EchoPeer.LIBRARY_UDP),
                served("ThreadingUDPServer", EchoPeer.LIBRARY_THREADING_UDP),
                tools.python("CPython UDPServer", "hello_udp.py"),
                tools.python("CPython ThreadingUDPServer", "hello_udp.py", "threading"));
        add(Scenario.of("udp", "Datagrams of 64 bytes, 64 under way", Unit.REQUESTS, peers,
                Probe.Load.of("udp connections=64 size=64")));
        add(Scenario.of("udp-paced", "Datagrams of 64 bytes, 90,000 a second, come what may", Unit.REQUESTS,
                without(peers, "CPython ThreadingUDPServer"), // who needs ten times as long
                Probe.Load.of("udp connections=1 size=64 rate=90000")));
    }

    private void addCommands() throws IOException {
        Peer ours = tools.ours("remote-exec", "remote-exec", "server", "--port", "0");
        List<Peer> peers = List.of(tools.c("C posix_spawn", "command-server"), ours,
                tools.python("CPython subprocess", "command_server.py"));
        List<Peer> starting = with(peers,
                new Peer("remote-exec, VFORK", Peer.House.OURS, withVfork(ours.command()), ""));
        for (int n : List.of(1, 8)) {
            add(Scenario.of("exec-" + n, "Short commands, " + n + " at once", Unit.COMMANDS, starting,
                    Probe.Load.of("echo connections=" + n + " say=echo\\040hello expect=hello\\n")));
        }
        String command = "head -c " + streamBytes + " /dev/zero; echo over";
        String words = "download bytes=" + streamBytes + " say=";
        String text = command.replace(" ", "\\040");
        String frame = "\\0\\0\\0\\0\\" + Integer.toOctalString(command.length()) + text;
        add(Scenario.of("exec-stream", "Output of a command, " + (streamBytes / 1_000_000) + " MB", Unit.MEGABYTES,
                peers,
                new Probe.Load(List.of((words + text + " expect=over\\n").split(" ")),
                        Map.of(ours.name(), List.of((words + frame + " expect=" + EXIT_FRAME).split(" "))), false)));
    }

    /** What the JDK's helper process costs: the mechanism without it is deprecated, and gone with JDK 26. */
    private static List<String> withVfork(List<String> java) {
        List<String> words = new ArrayList<>(java);
        words.add(1, "-Djdk.lang.Process.launchMechanism=VFORK");
        return words;
    }

    private void addFiles() throws IOException {
        String name = "zeros-" + fileBytes; // two runs at once may want different ones
        String file = prepare(name).toString();
        Peer sendfile = tools.c("C sendfile", "file-server", file);
        Peer ours = tools.ours("http-fetch server", "http-fetch", "server", "--port", "0", "--directory",
                FOLDER.toString());
        String size = quick ? "4 MiB" : "1 GiB";
        add(Scenario.of("file-server", size + " by HTTP, from the server", Unit.MEGABYTES,
                List.of(sendfile, ours, tools.python("CPython http.server", "file_server.py", FOLDER.toString()),
                        tools.ours("FileChannel.transferTo", "benchmarks", "serve-file", "--port", "0", file)),
                Probe.Load.of("download bytes=" + fileBytes + " say=GET\\040/" + name
                        + "\\040HTTP/1.1\\r\\nHost:\\040127.0.0.1\\r\\nConnection:\\040close\\r\\n\\r\\n expect=over\\n")));

        Path output = FOLDER.resolve("fetched-" + ProcessHandle.current().pid());
        String url = "http://127.0.0.1:{port}/" + name;
        add(Scenario.of("fetch", size + " by HTTP to disk, the client's whole run", Unit.MEGABYTES,
                List.of(tools.curl("-s", "-o", output.toString(), url),
                        ours("http-fetch fetch", "http-fetch", "fetch", url, "-o", output.toString()),
                        tools.python("CPython recv(1024)", "fetch_loop.py", "{port}", name, output.toString())),
                new Probe.Client(sendfile.isHere() ? sendfile : ours, 1, fileBytes, output)).ofLength(3));
    }

    private void addStart() throws IOException {
        Peer server = tools.ours("echo-server", "tcp-basic", "echo-server", "--port", "0");
        add(Scenario.of("start", "A client's whole run, from the shell to its exit", Unit.MILLISECONDS,
                List.of(tools.python("CPython argparse", "echo_client.py", "--port", "{port}"),
                        ours("echo-client", "tcp-basic", "echo-client", "--port", "{port}")),
                new Probe.Client(server, 10, 0, FOLDER.resolve("nothing"))));
    }

    private void addShutdown() {
        List<Peer> peers = new ArrayList<>();
        peers.add(tools.python("CPython ThreadingTCPServer", "shutdown_time.py", quick ? "1" : "3"));
        for (String design : List.of(EchoPeer.LIBRARY, Design.BOUNDED.toString(), Design.SELECTOR.toString())) {
            peers.add(tools.ours(design.equals(EchoPeer.LIBRARY) ? "ThreadingTCPServer" : design, "benchmarks",
                    "shutdown-time", "--design", design));
        }
        add(Scenario.of("shutdown", "Time for an idle server to stop", Unit.MILLISECONDS, peers, new Probe.Own()));
    }

    /** A client through the launcher, as people start it. */
    private static Peer ours(String name, String... command) {
        List<String> words = new ArrayList<>(List.of(Installation.home().resolve("sockets").toString()));
        words.addAll(List.of(command));
        return new Peer(name, Peer.House.OURS, words, "");
    }

    /** A file of zeros with an end, which takes no room on the disk. */
    private Path prepare(String name) throws IOException {
        Path file = Files.createDirectories(FOLDER).resolve(name);
        if (Files.exists(file) && Files.size(file) == fileBytes) {
            return file;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(ENDING.getBytes(StandardCharsets.US_ASCII)),
                    fileBytes - ENDING.length());
        }
        return file;
    }

    private void add(Scenario scenario) {
        scenarios.add(scenario);
    }
}
