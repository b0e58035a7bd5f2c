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

import io.github.socketsbyexample.commandline.StartUpCache;
import io.github.socketsbyexample.threaded.Design;
import io.github.socketsbyexample.tools.Installation;

/** The part of {@link Suite} that is about whole programs: commands, files, how a client starts and a server stops. */
final class ProgramScenarios {

    private static final String ENDING = "over\n"; // of long answers: who has it has all
    private static final long STREAM_BYTES = 100_000_000;
    private static final long FILE_BYTES = 1L << 30;
    private static final long QUICK_BYTES = 1L << 22;
    private static final String EXIT_FRAME = "\\3\\0\\0\\0\\4\\0\\0\\0\\0"; // of remote-exec, after all output; code 0
    private static final Path FOLDER = Toolchain.TARGET.resolve("files");

    private final Toolchain tools;
    private final boolean quick;
    private final long fileBytes;
    private final long streamBytes;
    private final List<Scenario> scenarios = new ArrayList<>();

    /** Builds what is needed; {@code quick} makes all of it small. */
    ProgramScenarios(Toolchain tools, boolean quick) throws IOException {
        this.tools = tools;
        this.quick = quick;
        this.fileBytes = quick ? QUICK_BYTES : FILE_BYTES;
        this.streamBytes = quick ? QUICK_BYTES : STREAM_BYTES;
        addCommands();
        addFiles();
        addStart();
        addFork();
        addShutdown();
    }

    List<Scenario> all() {
        return scenarios;
    }

    private void addCommands() throws IOException {
        Peer ours = tools.ours("remote-exec", "remote-exec", "server", "--port", "0");
        List<Peer> peers = List.of(Toolchain.c("C posix_spawn", "command-server"), ours,
                tools.python("CPython subprocess", "command_server.py"));
        // What the JDK's helper process costs: the mechanism without it is deprecated, and gone with JDK 26.
        Peer vfork = withOptions(ours, "remote-exec, VFORK", List.of("-Djdk.lang.Process.launchMechanism=VFORK"));
        List<Peer> starting = Stream.concat(peers.stream(), Stream.of(vfork)).toList();
        for (int n : List.of(1, 8)) { // ours in frames: its raw server waits for a command's end, which nothing marks
            String job = "echo connections=" + n + " say=";
            List<String> framed = List
                    .of((job + "\\0\\0\\0\\0\\12echo\\040hello expect=\\1\\0\\0\\0\\6hello\\n" + EXIT_FRAME)
                            .split(" "));
            scenarios.add(Scenario.of("exec-" + n, "Short commands, " + n + " at once", Unit.COMMANDS, starting,
                    new Probe.ServerUnderLoad(List.of((job + "echo\\040hello expect=hello\\n").split(" ")),
                            Map.of(ours.name(), framed, vfork.name(), framed), false)));
        }
        String command = "head -c " + streamBytes + " /dev/zero; echo over";
        String words = "download bytes=" + streamBytes + " say=";
        String text = command.replace(" ", "\\040");
        String frame = "\\0\\0\\0\\0\\" + Integer.toOctalString(command.length()) + text;
        scenarios.add(
                Scenario.of("exec-stream", "Output of a command, " + (streamBytes / 1_000_000) + " MB", Unit.MEGABYTES,
                        peers,
                        new Probe.ServerUnderLoad(List.of((words + text + " expect=over\\n").split(" ")),
                                Map.of(ours.name(), List.of((words + frame + " expect=" + EXIT_FRAME).split(" "))),
                                false)));
    }

    /** Returns the same server in a JVM with further options. */
    private static Peer withOptions(Peer server, String name, List<String> options) {
        List<String> words = new ArrayList<>(server.command());
        words.addAll(1, options);
        return new Peer(name, Peer.House.OURS, words, "");
    }

    private void addFiles() throws IOException {
        String name = "zeros-" + fileBytes; // two runs at once may want different ones
        String file = prepare(name).toString();
        Peer sendfile = Toolchain.c("C sendfile", "file-server", file);
        Peer ours = tools.ours("http-fetch server", "http-fetch", "server", "--port", "0", "--directory",
                FOLDER.toString());
        String size = quick ? "4 MiB" : "1 GiB";
        scenarios.add(Scenario.of("file-server", size + " by HTTP, from the server", Unit.MEGABYTES,
                List.of(sendfile, ours, tools.python("CPython http.server", "file_server.py", FOLDER.toString()),
                        tools.ours("FileChannel.transferTo", "benchmarks", "serve-file", "--port", "0", file)),
                Probe.ServerUnderLoad.of("download bytes=" + fileBytes + " say=GET\\040/" + name
                        + "\\040HTTP/1.1\\r\\nHost:\\040127.0.0.1\\r\\nConnection:\\040close\\r\\n\\r\\n expect=over\\n"))
                .ofEffort(4));

        Path output = FOLDER.resolve("fetched-" + ProcessHandle.current().pid());
        String url = "http://127.0.0.1:{port}/" + name;
        scenarios.add(Scenario.of("fetch", size + " by HTTP to disk, the client's whole run", Unit.MEGABYTES,
                List.of(tools.curl("-s", "-o", output.toString(), url),
                        Toolchain.c("C recv and write", "fetch-loop", "{port}", name, output.toString()),
                        ours("http-fetch fetch", "http-fetch", "fetch", url, "-o", output.toString()),
                        tools.python("CPython recv(1024)", "fetch_loop.py", "{port}", name, output.toString())),
                new Probe.Client(sendfile.isHere() ? sendfile : ours, 1, fileBytes, output)).ofEffort(7)); // most of it CPython's
    }

    private void addStart() throws IOException {
        Peer server = tools.ours("echo-server", "tcp-basic", "echo-server", "--port", "0");
        scenarios.add(Scenario.of("start", "A client's whole run, from the shell to its exit", Unit.MILLISECONDS,
                List.of(tools.python("CPython argparse", "echo_client.py", "--port", "{port}"),
                        ours("echo-client", "tcp-basic", "echo-client", "--port", "{port}")),
                new Probe.Client(server, 10, 0, FOLDER.resolve("nothing"))));
        scenarios.add(Scenario.of("start-server", "A server's start, until it listens", Unit.MILLISECONDS,
                List.of(withOptions(server, "echo-server, no start-up cache", List.of()),
                        ifCached("tcp-basic",
                                withOptions(server, "echo-server",
                                        StartUpCache.options(Installation.jar("tcp-basic")))),
                        tools.python("CPython TCPServer", "echo_threading.py", "sync")),
                new Probe.Start(quick ? 1 : 5)).ofEffort(2));
    }

    private void addFork() throws IOException {
        Peer server = tools.ours("forking-server", "socketserver-port", "forking-server", "--port", "0");
        List<String> words = new ArrayList<>(List.of("env", "JAVA_TOOL_OPTIONS=")); // whoever sets these gets no cache
        words.addAll(server.command());
        scenarios.add(Scenario.of("fork", "Connect, ask, close; each request in a process of its own",
                Unit.CONNECTIONS, List.of(
                        new Peer("forking-server, no start-up cache", Peer.House.OURS, words, ""),
                        ifCached("socketserver-port", server),
                        tools.python("CPython ForkingTCPServer", "echo_threading.py", "fork")),
                Probe.ServerUnderLoad.of("churn connections=1 say=HELLO expect=HELLO")).ofLength(4).ofEffort(4));
    }

    private static Peer ifCached(String module, Peer peer) throws IOException {
        boolean cached = !StartUpCache.options(Installation.jar(module)).isEmpty();
        return new Peer(peer.name(), peer.house(), peer.command(), cached ? "" : "no start-up cache can be used here");
    }

    private void addShutdown() {
        List<Peer> peers = new ArrayList<>();
        peers.add(tools.python("CPython ThreadingTCPServer", "shutdown_time.py", quick ? "1" : "3"));
        for (String design : List.of(EchoPeer.LIBRARY, Design.BOUNDED.toString())) {
            peers.add(tools.ours(design.equals(EchoPeer.LIBRARY) ? "ThreadingTCPServer" : design, "benchmarks",
                    "shutdown-time", "--design", design));
        }
        scenarios.add(
                Scenario.of("shutdown", "Time for an idle server to stop", Unit.MILLISECONDS, peers, new Probe.Own())
                        .ofEffort(3));
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
}
