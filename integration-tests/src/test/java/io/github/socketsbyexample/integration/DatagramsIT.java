package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramConnector;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.pitfalls.OwnNetwork;
import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.udp.AddressClient;

/** What every UDP server and client does as a process when the other side, or the network, does not do its part. */
class DatagramsIT {

    static final List<Pair> PAIRS = Catalogue.over(Pair.Transport.UDP);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int RESTARTS = 5;
    private static final int ROUNDS = 3; // a loop would show in the second

    private static ExampleProcess start(Pair pair, Pair.End end, int port, String... more) throws IOException {
        List<String> command = new ArrayList<>(end.command());
        command.replaceAll(argument -> argument.replace(Pair.PORT, Integer.toString(port)));
        command.addAll(1, List.of(more));
        ExampleProcess process = new ExampleProcess(Installation.java(pair.module(), command));
        process.input(end.input());
        return process;
    }

    private static ExampleProcess helloServer(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("hello-server", "--port", "0"));
        command.addAll(List.of(more));
        return new ExampleProcess(Installation.java("udp-basic", command));
    }

    private static InetSocketAddress ready(ExampleProcess server) throws Exception {
        InetSocketAddress address = OptionValues.address(server.awaitReady(DEADLINE));
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    private static void assertFails(String line, ExampleProcess process) throws Exception {
        try (process) {
            assertEquals(1, process.awaitExit(DEADLINE));
            assertEquals(List.of(line), process.complaints());
            assertEquals(List.of(), process.printed());
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void clientsTellAtOnceThatNobodyListens(Pair pair) throws Exception {
        try (NobodyThere nobody = NobodyThere.overUdp()) {
            int port = nobody.address().getPort();
            assertFails("cannot reach 127.0.0.1:" + port + ": port unreachable", start(pair, pair.client(), port));
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void clientsGiveUpOnAServerThatNeverAnswers(Pair pair) throws Exception {
        try (RawDatagrams silent = new RawDatagrams()) {
            int port = silent.address().getPort();
            assertFails("no answer from 127.0.0.1:" + port + " within 300ms",
                    start(pair, pair.client(), port, "--timeout", "300ms"));
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void clientsNameAHostThatIsUnknown(Pair pair) throws Exception {
        assertFails("cannot reach no-such-host.invalid:9: unknown host",
                start(pair, pair.client(), 9, "--host", "no-such-host.invalid"));
    }

    /** Two addresses for one name, with neither DNS nor root: the JDK reads its names from a file. */
    @Test
    void anAddressThatNoRouteLeadsToIsPassedOver(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "fe80::1 two.example\n127.0.0.1 two.example\n");
        List<String> command = Installation.java("udp-basic", List.of("local-address", "--to", "two.example"));
        command.addAll(1, List.of("-Djdk.net.hosts.file=" + hosts, "-Djava.net.preferIPv6Addresses=true"));
        try (ExampleProcess program = new ExampleProcess(command)) {
            assertEquals(0, program.awaitExit(DEADLINE), () -> program.complaints().toString());
            assertEquals(List.of("127.0.0.1"), program.printed());
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void addressInUseIsAFailureInOneLine(Pair pair) throws Exception {
        try (RawDatagrams holder = new RawDatagrams()) {
            List<String> command = new ArrayList<>(pair.server().command());
            command.replaceAll(word -> word.equals("0") ? Integer.toString(holder.address().getPort()) : word);
            assertFails("cannot listen on " + Addresses.format(holder.address()) + ": Address already in use",
                    new ExampleProcess(Installation.java(pair.module(), command)));
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void serversStartAgainAtOnceOnTheirPort(Pair pair) throws Exception {
        for (int attempt = 1;; attempt++) {
            try {
                restart(pair);
                return;
            } catch (IOException e) {
                if (attempt == 10 || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                } // the system may have given the port that was free for a moment to another program's socket
            }
        }
    }

    private static void restart(Pair pair) throws Exception {
        List<String> command = new ArrayList<>(pair.server().command());
        for (int i = 0; i < RESTARTS; i++) {
            try (ExampleProcess server = new ExampleProcess(Installation.java(pair.module(), command));
                    RawDatagrams client = new RawDatagrams()) {
                InetSocketAddress address = ready(server);
                command.replaceAll(word -> word.equals("0") ? Integer.toString(address.getPort()) : word);
                client.send(address, "x");
                client.receive();
                server.terminate();
                assertEquals(0, server.awaitExit(DEADLINE));
                assertEquals(List.of(), server.complaints());
            }
        }
    }

    @Test
    void anAnswerThatNoDatagramHoldsIsReportedInOneLineAndTheNextOneIsSent() throws Exception {
        try (ExampleProcess server = helloServer(); RawDatagrams client = new RawDatagrams()) {
            InetSocketAddress address = ready(server);
            client.send(address, new byte[65_507]);
            client.send(address, "Tracy");
            assertEquals("Hello, Tracy!", client.receive().text());
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertEquals(List.of("WARN HelloServer - " + Addresses.format(client.address())
                    + ": answer of 65515 bytes: Message too long"), server.complaints());
        }
    }

    @Test
    void aQuietServerPrintsItsReadyLineAlone() throws Exception {
        try (ExampleProcess server = helloServer("--quiet"); RawDatagrams client = new RawDatagrams()) {
            InetSocketAddress address = ready(server);
            client.send(address, "Tracy");
            assertEquals("Hello, Tracy!", client.receive().text());
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertEquals(List.of("Listening on " + Addresses.format(address)), server.printed());
        }
    }

    /** Two servers of one module, and a datagram to the first that seems to come from the second. */
    @ParameterizedTest
    @CsvSource({"address-server, address-server", "address-server, hello-server", "hello-server, address-server"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is not defined which of two sockets on a port hears")
    void twoServersDoNotGoOnAnsweringEachOther(String first, String second) throws Exception {
        try (DatagramSocket forger = sharingItsPort();
                ExampleProcess one = new ExampleProcess(Installation.java("udp-basic", List.of(first, "--port", "0")));
                ExampleProcess other = onThePortOf(forger, second);
                RawDatagrams client = new RawDatagrams()) {
            List<InetSocketAddress> servers = List.of(ready(one), ready(other));
            forger.send(new DatagramPacket(new byte[]{'x'}, 1, servers.getFirst()));
            for (int i = 0; i < ROUNDS; i++) { // what the servers have for each other goes before the client's own
                for (InetSocketAddress server : servers) {
                    client.send(server, "Tracy");
                    client.receive();
                }
            }
            one.terminate();
            other.terminate();
            assertEquals(0, one.awaitExit(DEADLINE));
            assertEquals(0, other.awaitExit(DEADLINE));
            assertEquals(1, linesThatName(servers.getLast(), one), () -> one.printed().toString());
            assertTrue(linesThatName(servers.getFirst(), other) <= 1, () -> other.printed().toString()); // a greeting may be a question
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere it is not defined which of two sockets on a port hears")
    void twoHelloServersEndWhenNoDatagramHoldsTheGreetingOfAGreeting() throws Exception {
        try (DatagramSocket forger = sharingItsPort();
                ExampleProcess one = helloServer();
                ExampleProcess other = onThePortOf(forger, "hello-server")) {
            byte[] name = new byte[60_000]; // some hundred greetings from the end
            InetSocketAddress to = ready(one);
            ready(other);
            forger.send(new DatagramPacket(name, name.length, to));
            Awaitility.await().atMost(DEADLINE).until(() -> one.complaints().size() + other.complaints().size() == 1);
        }
    }

    private static DatagramSocket sharingItsPort() throws IOException {
        DatagramSocket socket = new DatagramSocket(null);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    /** Starts a server that hears all that comes for the port from now on. */
    private static ExampleProcess onThePortOf(DatagramSocket socket, String command) throws IOException {
        return new ExampleProcess(Installation.java("udp-basic",
                List.of(command, "--port", Integer.toString(socket.getLocalPort()), "--reuse-address")));
    }

    private static long linesThatName(InetSocketAddress peer, ExampleProcess server) {
        String name = "(Connected by|Received from) " + Addresses.format(peer) + "\\.?";
        return server.printed().stream().filter(line -> line.matches(name)).count();
    }

    @Test
    void whatAPeerSendsForgesNoOtherOutputThanItsOwnLine() throws Exception {
        try (ExampleProcess server = new ExampleProcess(
                Installation.java("udp-basic", List.of("address-server", "--port", "0")));
                RawDatagrams client = new RawDatagrams()) {
            InetSocketAddress address = ready(server);
            client.send(address, "\u001b[2Jx");
            client.receive();
            client.send(address, (byte) 0xe4, (byte) 0xb8); // two bytes of three: the rest will not come
            client.receive();
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            String peer = Addresses.format(client.address());
            assertEquals(List.of("Listening on " + Addresses.format(address), "Connected by " + peer,
                    "Received: \\x1b[2Jx", "Connected by " + peer, "Received: \ufffd"), server.printed());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux gives a process a network of its own")
    void clientsAreNotConnectedToThemselves(@TempDir Path folder) throws Exception {
        assertEquals(List.of("[50008]"), OwnNetwork.printed(
                "echo 50007 50008 >/proc/sys/net/ipv4/ip_local_port_range", TwoPorts.class, folder));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux gives a process a network of its own")
    void emptyQuestionIsNotAnsweredByItself(@TempDir Path folder) throws Exception {
        assertEquals(List.of("no answer"), OwnNetwork.printed(
                "echo 50007 50009 >/proc/sys/net/ipv4/ip_local_port_range", EmptyQuestions.class, folder));
    }

    /** Asks nobody, from one of the three ports that the system has for clients. */
    static final class EmptyQuestions {

        private static final int TIMES = 50; // so often the system does not choose another port by chance

        static void main() throws IOException {
            InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50007);
            Set<String> answers = new TreeSet<>();
            for (int i = 0; i < TIMES; i++) {
                try {
                    answers.add("answer of " + AddressClient.ask(nobody, Duration.ofMillis(5), new byte[0]).length);
                } catch (SocketTimeoutException e) {
                    answers.add("no answer");
                }
            }
            answers.forEach(IO::println);
        }
    }

    /** Connects to one of the two ports that the system has for clients, and prints those that the clients are given. */
    static final class TwoPorts {

        private static final int TIMES = 100; // so often the system does not choose the other port by chance

        static void main() throws IOException {
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50007);
            Set<Integer> ports = new TreeSet<>();
            for (int i = 0; i < TIMES; i++) {
                try (DatagramSocket client = DatagramConnector.connect(server)) {
                    ports.add(client.getLocalPort());
                }
            }
            IO.println(ports);
        }
    }
}
