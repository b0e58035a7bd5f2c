package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.integration.FaultTable.Cell;
import io.github.socketsbyexample.integration.FaultTable.Row;
import io.github.socketsbyexample.threaded.Design;
import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Interference;
import io.github.socketsbyexample.tools.Pair.Transport;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.Relay;
import io.github.socketsbyexample.tools.UdpRelay;
import io.github.socketsbyexample.tools.WireObserver;

/**
 * Every pair, and every design of threaded-server, under every fault of its transport, both ends real processes with a
 * relay between them. A cell says how the client ends, in the words of {@link ClientOutcome}; where there are two, the
 * first is for what the client sends disturbed, the second for what the server sends. Whatever it says, the server then
 * answers one that reaches it directly ({@link ShortConversation}) while the disturbed connection still stands ("next
 * waits": only after that), and gives back all threads, descriptors and child processes.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what a process holds, and when a reset is noticed, is Linux's here")
@Timeout(600) // a row is up to 14 runs of a client, on a machine that may have other work
class FaultMatrixIT {

    /** A pair without a row fails a test that says what to add. */
    static final FaultTable TABLE = FaultTable.parse("""
            TCP                                         | slice  | glue  | latency | stall                             | cut-mid-message   | reset-on-connect | reset-mid-message | half-close-early | garbage
            tcp-basic echo                              | works  | works | works   | no answer, next waits / no answer | closed            | reset            | reset             | closed           | believed
            tcp-basic greeting                          | chunks | works | works   | no answer, next waits / no answer | closed / believed | reset            | reset             | works / believed | works / believed
            tcp-basic timestamp                         | chunks | works | works   | no answer, next waits / no answer | closed            | reset            | reset             | closed           | believed
            tcp-basic file                              | works  | works | works   | no answer                         | closed            | reset            | reset             | closed           | rejected
            tcp-basic wait for                          | works  | works | works   | works                             | works             | works            | works             | works            | works
            threaded-server welcome                     | chunks | works | works   | no answer                         | closed            | reset            | reset             | closed           | believed
            threaded-server welcome, one thread for all | chunks | works | works   | no answer                         | closed            | reset            | reset             | closed           | believed
            threaded-server greeting                    | chunks | works | works   | no answer                         | closed / believed | reset            | reset             | works / believed | works / believed
            threaded-server welcome, iterative          | chunks | works | works   | no answer, next waits / no answer | closed            | reset            | reset             | closed           | believed
            threaded-server welcome, platform           | chunks | works | works   | no answer                         | closed            | reset            | reset             | closed           | believed
            threaded-server welcome, pool               | chunks | works | works   | no answer                         | closed            | reset            | reset             | closed           | believed
            threaded-server welcome, bounded            | chunks | works | works   | no answer                         | closed            | reset            | reset             | closed           | believed
            threaded-server chat                        | works  | works | works   | no answer / chunks                | depends / chunks  | depends          | depends / chunks  | depends / chunks | chunks
            remote-exec raw                             | chunks | works | works   | no answer                         | closed            | reset            | reset             | closed           | closed / believed
            remote-exec framed                          | works  | works | works   | no answer                         | closed            | reset            | reset             | closed           | rejected
            remote-exec one command                     | works  | works | works   | no answer                         | closed            | reset            | reset             | closed           | rejected
            remote-exec no shell                        | works  | works | works   | no answer                         | closed            | reset            | reset             | closed           | rejected
            socketserver-port TCP server                | depends | works | works   | closed / no answer                 | closed            | reset            | reset             | closed           | believed
            socketserver-port stream handler            | works  | works | works   | no answer, next waits / no answer | closed            | reset            | reset             | closed           | believed
            socketserver-port threading server          | depends | works | works   | no answer                         | closed            | reset            | reset             | closed           | believed
            socketserver-port forking server            | depends | works | works   | closed / no answer                | closed            | reset            | reset             | closed           | believed
            http-fetch page                             | works  | works | works   | no answer                         | closed            | reset            | reset             | closed           | no answer / closed

            UDP               | drop  | duplicate | reorder | truncate
            udp-basic address | works | works     | works   | works / believed
            udp-basic hello   | works | works     | works   | no answer
            socketserver-port UDP server | no answer | works | no answer | believed

            NONE                    | why no fault can happen to it
            udp-basic local address          | it sends nothing
            socketserver-port threading demo | both ends are in one program

            UNIX                                   | why no fault can happen to it
            socketserver-port Unix stream server   | no network carries it, only the system's memory
            socketserver-port Unix datagram server | no network carries it, only the system's memory
            """);

    /** The designs that no pair of the catalogue shows, for they look alike: only faults tell one from another. */
    private static final List<Pair> DESIGNS = EnumSet
            .complementOf(EnumSet.of(Design.VIRTUAL, Design.SELECTOR))
            .stream()
            .map(FaultMatrixIT::welcoming)
            .toList();

    private static final long SEED = 42; // of the garbage
    private static final Duration IN_VAIN = Duration.ofMillis(300); // where no answer can come, however long one waits
    private static final Duration DEADLINE = Duration.ofSeconds(30); // where one does, on a machine that may be slow

    @TempDir
    private Path folder;

    @TempDir
    private Path kept; // where the server runs, and leaves its files

    /** The forking server, which takes longest, comes first: all others run beside it. */
    static List<Pair> pairs() {
        return all()
                .filter(pair -> !Fault.of(pair.transport()).isEmpty())
                .sorted(Comparator.comparing(pair -> !pair.name().contains("forking")))
                .toList();
    }

    private static Stream<Pair> all() {
        return Stream.concat(Catalogue.PAIRS.stream().map(FaultMatrixIT::alone), DESIGNS.stream());
    }

    /** Of two clients the first, without the other: nobody says anything to it, and it ends its stream after one line. */
    static Pair alone(Pair pair) {
        return pair.takesTwo()
                ? new Pair(pair.module(), pair.name(), pair.document(), pair.shows(), pair.server(),
                        new Pair.End(pair.module(), pair.client().command(), pair.client().input(), List.of()))
                : pair;
    }

    private static Pair welcoming(Design design) {
        Pair pair = Catalogue.PAIRS.stream()
                .filter(each -> each.toString().equals("threaded-server welcome"))
                .findFirst()
                .orElseThrow();
        return new Pair(pair.module(), pair.name() + ", " + design, pair.document(), pair.shows(),
                pair.server().saying("--design").saying(design.toString()), pair.client());
    }

    static List<Row> rowsWithoutNetwork() {
        return TABLE.rows().stream().filter(row -> row.reason().isPresent()).toList();
    }

    @Test
    void everyPairHasARowAndEveryRowAPair() {
        Map<String, Transport> rows = TABLE.rows().stream().collect(Collectors.toMap(Row::pair, Row::transport));
        for (Pair pair : all().toList()) {
            assertEquals(pair.transport(), rows.remove(pair.toString()), () -> "FaultMatrixIT's table needs, below "
                    + pair.transport() + ", a row that says what each fault does to this pair: " + pair + " | ...");
        }
        assertEquals(Map.of(), rows, "rows of pairs that there are not");
    }

    @Test
    void everyPairHasAShortConversation() {
        assertEquals(pairs().stream().map(Pair::toString).collect(Collectors.toSet()), ShortConversation.pairs());
    }

    @ParameterizedTest
    @MethodSource("rowsWithoutNetwork")
    void noNetworkCarriesIt(Row row) {
        Assumptions.abort(row + ": no fault was tried, " + row.reason().orElseThrow());
    }

    /** Each pair a part of its row, and each fault some pairs: a run takes JVMs, and there are 290. */
    @ParameterizedTest
    @MethodSource("pairs")
    void doesWhatAPartOfTheTableSays(Pair pair) throws Exception {
        List<Cell> cells = row(pair).cells();
        int parts = Math.ceilDiv(cells.size(), 2);
        int part = all().map(Pair::toString).toList().indexOf(pair.toString()) % parts;
        doesWhatTheTableSays(pair,
                IntStream.range(0, cells.size()).filter(i -> i % parts == part).mapToObj(cells::get).toList());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Tag("full")
    void doesWhatTheTableSays(Pair pair) throws Exception {
        doesWhatTheTableSays(pair, row(pair).cells());
    }

    private static Row row(Pair pair) {
        return TABLE.row(pair).orElseThrow(() -> new AssertionError("no row for " + pair));
    }

    private void doesWhatTheTableSays(Pair pair, List<Cell> cells) throws Exception {
        try (ExampleProcess server = start(pair, kept)) {
            InetSocketAddress address = address(server);
            List<String> wrong = new ArrayList<>();
            ClientRun undisturbed = ClientRun.of(pair, address.getPort(), folder, DEADLINE);
            if (!ClientOutcome.WORKS.describes(undisturbed)) {
                wrong.add("before any fault: expected 'works', got " + undisturbed);
            }
            wrong.addAll(half("before any fault"));
            Footprint before = Footprint.of(server.process().toHandle()); // what is opened once is open now
            for (Cell cell : cells) {
                wrong.addAll(disturbed(pair, cell, address));
                wrong.addAll(half(cell.toString()));
                Map<String, Integer> left = Footprint.leftOver(server.process().toHandle(), before, DEADLINE);
                if (!left.isEmpty()) {
                    wrong.add(cell + ": the server still holds " + left);
                    break; // it would wait for that after each of the others, too
                }
            }
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE), () -> server.complaints().toString());
            server.complaints()
                    .stream()
                    .filter(line -> line.matches("\\s+at .*|.*(Exception in thread|please report it).*"))
                    .findFirst()
                    .ifPresent(line -> wrong.add("the server complained: " + line));
            assertEquals("", String.join("\n", wrong));
        }
    }

    /** Starts a pair's server; one that takes its time for an answer shall hurry. */
    static ExampleProcess start(Pair pair, Path folder) throws IOException {
        List<String> command = new ArrayList<>(pair.server().command());
        int delay = command.indexOf("--delay");
        if (delay >= 0) {
            command.set(delay + 1, "1ms");
        }
        ExampleProcess server = new ExampleProcess(Installation.java(pair.server().module(), command), folder,
                line -> {}, line -> {});
        server.input("");
        return server;
    }

    /** Waits until a server is ready, and returns where it listens. */
    static InetSocketAddress address(ExampleProcess server) throws IOException, InterruptedException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(),
                OptionValues.address(server.awaitReady(DEADLINE)).getPort());
    }

    /** Removes what the server has kept of files that it was sent, and returns those that are not whole. */
    private List<String> half(String when) throws IOException {
        List<String> half = new ArrayList<>();
        try (Stream<Path> files = Files.list(kept)) {
            for (Path file : files.toList()) {
                if (!Files.readString(file).equals(Pair.FILE_TEXT)) {
                    half.add(when + ": the server keeps " + file.getFileName() + ", " + Files.size(file) + " bytes");
                }
                Files.delete(file);
            }
        }
        return half;
    }

    /** Returns what was not as expected. */
    private List<String> disturbed(Pair pair, Cell cell, InetSocketAddress server) throws Exception {
        List<String> wrong = new ArrayList<>();
        boolean nextWaits = cell.expected().nextWaits();
        try (RunningServer way = disturb(pair.transport(), cell, server, SEED)) {
            boolean inVain = cell.expected().client() == ClientOutcome.NO_ANSWER;
            ClientRun client = ClientRun.of(pair, way.address().getPort(), folder, inVain ? IN_VAIN : DEADLINE);
            if (!cell.expected().client().describes(client)) {
                wrong.add(cell + " (seed " + SEED + "): expected '" + cell.expected().client() + "', got " + client);
            }
            wrong.addAll(next(pair, server, cell + ", while its connection stands",
                    nextWaits ? ClientOutcome.NO_ANSWER : ClientOutcome.WORKS));
        }
        if (nextWaits) {
            wrong.addAll(next(pair, server, cell + ", once its connection has ended", ClientOutcome.WORKS));
        }
        return wrong;
    }

    /** Returns a way to the server on which one conversation is disturbed. */
    static RunningServer disturb(Transport transport, Cell cell, InetSocketAddress server, long seed)
            throws IOException {
        Interference interference = cell.fault().on(cell.directions(), seed);
        return new RunningServer(switch (transport) {
            case TCP -> new Relay(RunningServer.ANY_PORT, RunningServer.SETTINGS, server, WireObserver.NONE,
                    interference);
            case UDP -> new UdpRelay(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, server, WireObserver.NONE,
                    interference);
            default -> throw new IllegalArgumentException(transport + " goes through no relay");
        });
    }

    /** Asks the server directly, in this process, and returns what was not as expected. */
    private static List<String> next(Pair pair, InetSocketAddress server, String when, ClientOutcome expected) {
        Duration patience = expected == ClientOutcome.NO_ANSWER ? IN_VAIN : DEADLINE;
        String outcome;
        try {
            boolean works = ShortConversation.with(pair).asking().ask(server, patience, "next");
            outcome = works ? ClientOutcome.WORKS.toString() : "another answer";
        } catch (SocketTimeoutException e) {
            outcome = ClientOutcome.NO_ANSWER.toString();
        } catch (IOException e) {
            outcome = e.toString();
        }
        return outcome.equals(expected.toString())
                ? List.of()
                : List.of(when + ": expected '" + expected + "' for the next client, got '" + outcome + "'");
    }
}
