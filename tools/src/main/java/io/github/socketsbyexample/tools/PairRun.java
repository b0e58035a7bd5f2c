package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * One run of a pair, in a folder of its own that goes with it: the server, its ready line, the client to its end, the
 * server's stop by SIGTERM; then both transcripts and both exit codes are compared. Either end may be replaced by a
 * program in another language that behaves the same.
 */
public final class PairRun {

    private static final Duration DEADLINE = Duration.ofSeconds(30); // for each step: a loaded machine is slow

    private final Pair pair;
    private final List<String> serverProgram;
    private final List<String> clientProgram;
    private final List<String> secondProgram;
    private final boolean stopsByItself;
    private final @Nullable WireObserver observer;

    /** Runs both ends as they are. */
    public PairRun(Pair pair) throws IOException {
        this(pair, Installation.java(pair.server().module(), pair.server().command()),
                Installation.java(pair.client().module(), pair.client().command()),
                Installation.java(pair.second().module(), pair.second().command()), true, null);
    }

    private PairRun(Pair pair, List<String> serverProgram, List<String> clientProgram, List<String> secondProgram,
            boolean stopsByItself, @Nullable WireObserver observer) {
        this.pair = pair;
        this.serverProgram = serverProgram;
        this.clientProgram = clientProgram;
        this.secondProgram = secondProgram;
        this.stopsByItself = stopsByItself;
        this.observer = observer;
    }

    /** The same run with another program as its server, which stops as the collection's do. */
    public PairRun withServer(List<String> program) {
        return new PairRun(pair, program, clientProgram, secondProgram, true, observer);
    }

    /** The same run with a server in another language, which may end by the signal instead of by itself. */
    public PairRun withForeignServer(List<String> program) {
        return new PairRun(pair, program, clientProgram, secondProgram, false, observer);
    }

    /** The same run with another program as its client. */
    public PairRun withClient(List<String> program) {
        return new PairRun(pair, serverProgram, program, secondProgram, stopsByItself, observer);
    }

    /** The same run with each program as an argument of another one, which starts it elsewhere. */
    public PairRun within(List<String> server, List<String> client) {
        return new PairRun(pair, join(server, serverProgram), join(client, clientProgram), join(client, secondProgram),
                stopsByItself, observer);
    }

    private static List<String> join(List<String> before, List<String> program) {
        return Stream.concat(before.stream(), program.stream()).toList();
    }

    /** The same run through a relay, which tells what goes over the wire; nothing does where there is no network. */
    public PairRun observedBy(WireObserver wire) {
        return new PairRun(pair, serverProgram, clientProgram, secondProgram, stopsByItself, wire);
    }

    /**
     * Runs it.
     *
     * @param onLine gets {@code server}, {@code client}, {@code client 2} or, of one that is alone, {@code program}, and a
     *        line, as they happen, in several threads
     * @return what was not as expected, or nothing
     */
    public Optional<String> run(BiConsumer<String, String> onLine) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pair");
        try {
            return run(folder, onLine);
        } finally {
            deleteAll(folder);
        }
    }

    private Optional<String> run(Path folder, BiConsumer<String, String> onLine)
            throws IOException, InterruptedException {
        if (pair.transport() == Pair.Transport.NONE) {
            return runAlone(folder, onLine);
        }
        try (ExampleProcess server = start("server", serverProgram, folder, onLine)) {
            server.input("");
            String ready = server.awaitReady(DEADLINE);
            ExampleProcess client = runClient(server, ready, folder, onLine);
            int clientExit = client.process().exitValue();
            server.terminate();
            int serverExit = server.awaitExit(DEADLINE);
            return wrong("client", pair.client(), client, clientExit != 0, clientExit)
                    .or(() -> wrong("server", pair.server(), server, stopsByItself && serverExit != 0, serverExit));
        }
    }

    /** Runs the client to its end, and the conversation to the server's last line; any relay has told all of it then. */
    private ExampleProcess runClient(ExampleProcess server, String ready, Path folder,
            BiConsumer<String, String> onLine) throws IOException, InterruptedException {
        try (Server relay = relayTo(ready);
                ExampleProcess client = start("client", calling(clientProgram, relay, ready, folder), folder, onLine)) {
            if (pair.takesTwo()) {
                server.awaitLines(2, DEADLINE); // the ready line, and that the first client is there
                runTogether(client, start("client 2", calling(secondProgram, relay, ready, folder), folder, onLine));
            } else {
                client.input(pair.client().input());
            }
            client.awaitExit(DEADLINE);
            server.awaitLines(pair.server().prints().size(), DEADLINE);
            return client;
        }
    }

    /** Runs the second client to its end, while both are typed for. */
    private void runTogether(ExampleProcess first, ExampleProcess second) throws IOException, InterruptedException {
        try (second) {
            Thread typing = Thread.ofPlatform().daemon().name("typing").start(() -> {
                try {
                    typeInTurn(first, pair.client());
                } catch (IOException | InterruptedException e) {
                    first.close(); // it has not printed what it shall, which is told of it
                }
            });
            typeInTurn(second, pair.second());
            int exit = second.awaitExit(DEADLINE);
            Optional<String> wrong = wrong("client 2", pair.second(), second, exit != 0, exit);
            typing.join();
            if (wrong.isPresent()) {
                throw new IOException(wrong.get());
            }
        }
    }

    /** Types a line for each that the program prints; after the last, the input ends. */
    private static void typeInTurn(ExampleProcess program, Pair.End end) throws IOException, InterruptedException {
        List<String> lines = end.input().lines().toList();
        for (int i = 0; i < end.prints().size(); i++) {
            program.awaitLines(i + 1, DEADLINE);
            if (i < lines.size()) {
                program.type(lines.get(i));
            }
        }
        program.input("");
    }

    /** Returns what starts a client of a server that is ready at an address. */
    private List<String> calling(List<String> program, @Nullable Server relay, String ready, Path folder)
            throws IOException {
        if (pair.transport() == Pair.Transport.UNIX) {
            return program; // both ends know the path already
        }
        InetSocketAddress called = relay == null
                ? OptionValues.address(ready)
                : (InetSocketAddress) relay.localAddress();
        return Pair.calling(program, called.getPort(), folder);
    }

    /** Opens a relay if the run is observed and the network carries it. */
    private @Nullable Server relayTo(String ready) throws IOException {
        if (observer == null) {
            return null;
        }
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral(Program.DEFAULT_HOST), 0);
        Server relay = switch (pair.transport()) {
            case TCP ->
                new Relay(anyPort, ServerSettings.DEFAULT, OptionValues.address(ready), observer, Interference.NONE);
            case UDP -> new UdpRelay(anyPort, DatagramSettings.DEFAULT, OptionValues.address(ready), observer,
                    Interference.NONE);
            case UNIX, NONE -> null;
        };
        if (relay != null) {
            Thread.ofVirtual().name("relay").start(() -> {
                try {
                    relay.serve();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return relay;
    }

    private Optional<String> runAlone(Path folder, BiConsumer<String, String> onLine)
            throws IOException, InterruptedException {
        try (ExampleProcess program = start("program", clientProgram, folder, onLine)) {
            program.input(pair.client().input());
            int exit = program.awaitExit(DEADLINE);
            return wrong("program", pair.client(), program, exit != 0, exit);
        }
    }

    private static ExampleProcess start(String end, List<String> program, Path folder,
            BiConsumer<String, String> onLine) throws IOException {
        return new ExampleProcess(program, folder, line -> onLine.accept(end, line),
                line -> onLine.accept(end + " !", line));
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Optional<String> wrong(String name, Pair.End end, ExampleProcess process, boolean failed, int exit) {
        return Transcript.difference(end.prints(), process.printed())
                .map(difference -> name + ": " + difference)
                .or(() -> failed ? Optional.of(name + ": exit code " + exit) : Optional.empty())
                .or(() -> process.complaints().isEmpty()
                        ? Optional.empty()
                        : Optional.of(name + " complained: " + process.complaints()));
    }
}
