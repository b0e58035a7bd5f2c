package io.github.socketsbyexample.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.TestKeys;
import io.github.socketsbyexample.pitfalls.network.OnHosts;
import io.github.socketsbyexample.pitfalls.network.TwoHosts;
import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.Pair.End;
import io.github.socketsbyexample.tools.Pair.Transport;
import io.github.socketsbyexample.tools.PairRun;

/**
 * Every pair between two hosts, on a way that does what networks do: both ends print what the catalogue says, only later.
 * What FaultMatrixIT plays with a relay, on loopback, happens to packets here.
 */
@ExtendWith(OnHosts.class)
@Execution(ExecutionMode.SAME_THREAD) // or JVMs that start hold up the handshakes of others
@Timeout(180)
class NetworkIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30); // for each step, on a machine that may be slow
    private static final Duration PATIENCE = Duration.ofMillis(900); // of a client whose cable is cut

    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    /** What the way does to a conversation that goes on all the same. */
    enum Way {
        /** Nothing. */
        CLEAN,
        /** A packet of five is lost, of UDP's of three: of each question and its answer, the first question. */
        LOSS,
        /** Every packet arrives twice. */
        TWICE,
        /** 1 Mbit/s, and no packet of more than 576 bytes, the least that every host must take. */
        NARROW,
        /** The cable is pulled in the middle, and plugged in again before anybody gives up. */
        PLUGGED
    }

    static List<Pair> pairs() {
        return Catalogue.PAIRS.stream()
                .filter(pair -> pair.transport().isNetwork())
                .filter(pair -> !pair.server().command().contains("raw-server")) // serves loopback alone
                .toList();
    }

    static Stream<Arguments> pairsAndWays() {
        return pairs().stream()
                .flatMap(pair -> Arrays.stream(Way.values())
                        .filter(way -> (way != Way.LOSS && way != Way.PLUGGED) || asksAgain(pair))
                        .map(way -> Arguments.of(pair, way)));
    }

    /** All but one, as the document has it; what it says when no answer comes is seen when the cable stays cut. */
    private static boolean asksAgain(Pair pair) {
        return !pair.client().command().contains("udp-client");
    }

    /** An ordinary user's JVMs start other JVMs in turn, which takes more time than these are worth there. */
    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @ParameterizedTest
    @CsvSource({"tcp-basic echo, LOSS", "udp-basic hello, TWICE", "tcp-basic timestamp, PLUGGED"})
    @EnabledIf(value = "isRoot", disabledReason = "an ordinary user runs them with -Pnetwork")
    void aFewPrintWhatTheCatalogueSays(String name, Way way) throws Exception {
        bothEndsPrintWhatTheCatalogueSays(
                pairs().stream().filter(pair -> pair.toString().equals(name)).findFirst().orElseThrow(), way);
    }

    @ParameterizedTest
    @MethodSource("pairsAndWays")
    @Tag("network")
    void bothEndsPrintWhatTheCatalogueSays(Pair pair, Way way) throws Exception {
        boolean datagrams = pair.transport() == Transport.UDP;
        try (TwoHosts hosts = new TwoHosts()) {
            switch (way) {
                case CLEAN -> {
                }
                case LOSS -> hosts.lose(datagrams ? 3 : 5);
                case TWICE -> hosts.duplicate();
                case NARROW -> {
                    hosts.narrow(576);
                    hosts.throttle(1_000);
                }
                case PLUGGED -> stall(hosts, datagrams ? 0 : 4);
            }
            Pair across = way == Way.TWICE && datagrams ? servedTwice(across(pair)) : across(pair);
            FutureTask<Optional<String>> run = new FutureTask<>(() -> new PairRun(across)
                    .within(hosts.far().command(List.of()), hosts.near().command(List.of()))
                    .run((end, line) -> {}));
            Thread.ofPlatform().daemon().name("pair").start(run);
            if (way == Way.PLUGGED) {
                pullInTheMiddle(hosts);
                hosts.plugCable();
            }
            assertEquals(Optional.empty(), run.get());
        }
    }

    /** The client gives up; once the cable is plugged in nothing is left of it, and the next is served. */
    @ParameterizedTest
    @MethodSource("pairs")
    @Tag("network")
    void whenTheCableStaysCutTheClientSaysSoAndTheServerGoesOn(Pair pair) throws Exception {
        Pair across = FaultMatrixIT.alone(across(pair));
        try (TwoHosts hosts = new TwoHosts();
                ExampleProcess server = new ExampleProcess(hosts.far()
                        .command(Installation.java(across.server().module(), across.server().command())), folder,
                        line -> {}, line -> {})) {
            server.input("");
            int port = OptionValues.address(server.awaitReady(DEADLINE)).getPort();
            ends(ClientOutcome.WORKS, across, hosts, port, DEADLINE);
            Footprint before = Footprint.of(server.process().toHandle());
            stall(hosts, pair.transport() == Transport.UDP ? 1 : 4);
            ClientOutcome expected = pair.name().equals("wait for") ? ClientOutcome.WORKS : ClientOutcome.NO_ANSWER;
            FutureTask<Boolean> cut = new FutureTask<>(() -> {
                ends(expected, across, hosts, port, PATIENCE);
                return true;
            });
            Thread.ofPlatform().daemon().name("client").start(cut);
            pullInTheMiddle(hosts);
            cut.get();
            hosts.plugCable();
            assertEquals(Map.of(), Footprint.leftOver(server.process().toHandle(), before, DEADLINE));
            ends(ClientOutcome.WORKS, across, hosts, port, DEADLINE);
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE), () -> server.complaints().toString());
        }
    }

    @Test
    @Tag("network")
    void withoutACertificateNobodyOnAnotherHostRunsACommand() throws Exception {
        List<String> program = new ArrayList<>(List.of("server", "--port", "0", "--host", TwoHosts.FAR));
        program.addAll(certificates());
        try (TwoHosts hosts = new TwoHosts();
                ExampleProcess server = new ExampleProcess(
                        hosts.far().command(Installation.java("remote-exec", program)), folder, line -> {},
                        line -> {})) {
            server.input("");
            int port = OptionValues.address(server.awaitReady(DEADLINE)).getPort();
            try (ExampleProcess client = new ExampleProcess(hosts.near()
                    .command(Installation.java("remote-exec", List.of("client", "--host", TwoHosts.FAR, "--port",
                            Integer.toString(port), "-c", "echo hello"))))) {
                client.input("");
                assertEquals(1, client.awaitExit(DEADLINE));
                assertEquals(List.of(), client.printed());
                assertEquals(1, client.complaints().size(), client.complaints().toString());
            }
            assertTrue(server.printed().stream().noneMatch(line -> line.contains("Received")),
                    server.printed().toString());
        }
    }

    /** Runs a client on the near host, and compares how it ends. */
    private void ends(ClientOutcome expected, Pair pair, TwoHosts hosts, int port, Duration patience) throws Exception {
        Files.deleteIfExists(folder.resolve(Pair.FILE_NAME)); // what an earlier one has sent
        List<String> command = Pair.calling(pair.client().command(), port, folder);
        command.add(1, "--timeout=" + Durations.format(patience));
        try (ExampleProcess client = new ExampleProcess(
                hosts.near().command(Installation.java(pair.client().module(), command)), folder, line -> {},
                line -> {})) {
            client.input(pair.client().input());
            ClientRun run = new ClientRun(pair, TwoHosts.FAR + ":" + port, client.awaitExit(DEADLINE.multipliedBy(2)),
                    client.printed(), client.complaints());
            assertTrue(expected.describes(run), () -> "expected '" + expected + "', got " + run);
        }
    }

    /** Lets so many packets of each conversation through, and then none. */
    private static void stall(TwoHosts hosts, int packets) throws IOException {
        hosts.router().run("echo 1 >/proc/sys/net/netfilter/nf_conntrack_acct");
        hosts.forwarding("ct packets > " + packets + " counter drop");
    }

    /** Pulls the cable when a conversation has got that far. */
    private static void pullInTheMiddle(TwoHosts hosts) throws IOException {
        await().atMost(DEADLINE)
                .until(() -> !hosts.router().run("nft list chain inet way forward").contains("counter packets 0 "));
        hosts.pullCable();
        hosts.forwardingAll();
    }

    /** Returns a pair whose server is at the far host's address, and whose client comes from the near one's. */
    private static Pair across(Pair pair) throws Exception {
        String patience = "60s"; // datagrams are sent again after 1/31 of it
        return new Pair(pair.module(), pair.name(), pair.document(), pair.shows(), pair.transport(),
                across(pair.server(), ""), across(pair.client(), patience), across(pair.second(), patience),
                pair.charset());
    }

    /** A server of datagrams answers a question as often as it comes. */
    private static Pair servedTwice(Pair pair) {
        List<String> prints = new ArrayList<>(pair.server().prints());
        prints.addAll(List.copyOf(prints.subList(1, prints.size()))); // all but the ready line
        End server = new End(pair.server().module(), pair.server().command(), pair.server().input(), prints);
        return new Pair(pair.module(), pair.name(), pair.document(), pair.shows(), pair.transport(), server,
                pair.client());
    }

    private static End across(End end, String patience) throws Exception {
        if (end.command().isEmpty()) {
            return end;
        }
        List<String> command = new ArrayList<>(end.command());
        if (!String.join(" ", command).contains(LOOPBACK)) {
            command.add(1, "--host=" + TwoHosts.FAR);
        }
        command.replaceAll(argument -> argument.replace(LOOPBACK, TwoHosts.FAR));
        if (end.module().equals("remote-exec")) {
            command.addAll(1, certificates());
        }
        if (!patience.isEmpty()) {
            command.add(1, "--timeout=" + patience);
        }
        return new End(end.module(), command, end.input(),
                end.prints().stream().map(line -> line.replace(LOOPBACK, TwoHosts.NEAR)).toList());
    }

    /** Both ends show the same certificate, its own issuer. */
    private static synchronized List<String> certificates() throws Exception {
        Path password = keys.resolve("password");
        Path keystore = keys.resolve("far.p12");
        if (!Files.exists(password)) {
            TestKeys.keystore(keystore, "ip:" + TwoHosts.FAR);
            Files.writeString(password, new String(TestKeys.password()) + "\n");
        }
        return List.of(RemoteExecIT.tls(keystore, keystore, password));
    }
}
