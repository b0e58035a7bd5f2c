package io.github.socketsbyexample.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.TestKeys;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** What only processes show of remote-exec: exit codes, standard output and error, memory, and what a signal leaves. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
class RemoteExecIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static ExampleProcess server(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("server", "--port", "0"));
        command.addAll(List.of(options));
        ExampleProcess server = new ExampleProcess(Installation.java("remote-exec", command));
        server.input("");
        return server;
    }

    private static List<String> client(ExampleProcess server, String... arguments) throws Exception {
        int port = OptionValues.address(server.awaitReady(DEADLINE)).getPort();
        List<String> command = new ArrayList<>(List.of("client", "--port", Integer.toString(port)));
        command.addAll(List.of(arguments));
        return Installation.java("remote-exec", command);
    }

    private static ExampleProcess ended(List<String> program, String input, int exitCode) throws Exception {
        try (ExampleProcess process = new ExampleProcess(program)) {
            process.input(input);
            assertEquals(exitCode, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            return process;
        }
    }

    @Test
    void theCommandsStreamsAndExitCodeBecomeTheClients() throws Exception {
        try (ExampleProcess server = server()) {
            ExampleProcess client = ended(client(server, "-c", "echo out; echo err >&2; exit 3"), "", 3);
            assertEquals(List.of("out"), client.printed());
            assertEquals(List.of("err"), client.complaints());
        }
    }

    @Test
    void quotesArePartOfTheCommand() throws Exception {
        try (ExampleProcess server = server()) {
            assertEquals(List.of("hi"), ended(client(server, "-c", "\"echo\" \"hi\""), "", 0).printed());
        }
    }

    @ParameterizedTest
    @CsvSource({"</dev/null, ab, ''", ">output, b, a", "2>output, a, b"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere Java can't tell standard output's terminal from the others'")
    void controlCharactersReachNoTerminalWhateverElseIsRedirected(String redirection, String shown, String kept,
            @TempDir Path folder) throws Exception {
        Python.require();
        Path output = Files.createFile(folder.resolve("output"));
        List<String> command = new ArrayList<>(Python.onATerminal());
        command.addAll(List.of("sh", "-c", "exec \"$0\" \"$@\" " + redirection));
        try (ExampleProcess server = server()) {
            command.addAll(client(server, "-c", "printf 'a\\033[2J\\n'; printf 'b\\033[2J\\n' >&2"));
            try (ExampleProcess client = new ExampleProcess(command, folder, line -> {}, line -> {})) {
                client.input("");
                assertEquals(0, client.awaitExit(DEADLINE), () -> client.printed().toString());
                String terminal = client.printed()
                        .stream()
                        .map(String::strip)
                        .sorted()
                        .collect(Collectors.joining(" "));
                assertEquals(shown.replaceAll(".(?=.)", "$0 ").replaceAll("\\w", "$0\\\\x1b[2J"), terminal);
            }
        }
        assertEquals(kept.isEmpty() ? "" : kept + "\u001b[2J\n", Files.readString(output));
    }

    @Test
    void pipedCommandsRunLineByLineAndOneThatFailsIsSaidToHave() throws Exception {
        try (ExampleProcess server = server()) {
            ExampleProcess client = ended(client(server), "echo a\n\nexit 7\necho b", 0);
            assertEquals(List.of("a", "b"), client.printed());
            assertEquals(List.of("exit code 7"), client.complaints());
        }
    }

    private static ExampleProcess serverWithLittleMemory(String heap) throws IOException {
        List<String> serving = new ArrayList<>(Installation.java("remote-exec", List.of("server", "--port", "0")));
        serving.add(1, heap);
        ExampleProcess server = new ExampleProcess(serving);
        server.input("");
        return server;
    }

    @Test
    void manyWhoSendAheadTakeNoMoreMemoryThanThereIs() throws Exception {
        String time = uniqueTime(3);
        byte[] ahead = ByteBuffer.allocate(5 + 4096).put((byte) 0).putInt(4096).array(); // a frame with a command
        List<Socket> clients = new ArrayList<>();
        try (ExampleProcess server = serverWithLittleMemory("-Xmx8m");
                ExampleProcess client = new ExampleProcess(client(server, "-c", "echo begun; sleep " + time))) {
            client.awaitLines(1, DEADLINE);
            InetSocketAddress address = OptionValues.address(server.awaitReady(DEADLINE));
            for (int i = Machine.connections(100); i > 0; i--) {
                Socket crowd = new Socket(address.getHostString(), address.getPort());
                clients.add(crowd);
                for (int j = 0; j < 24; j++) {
                    crowd.getOutputStream().write(ahead);
                }
            }
            for (Socket served : clients.subList(0, 3)) {
                served.setSoTimeout((int) DEADLINE.toMillis());
                assertTrue(served.getInputStream().read() >= 0);
            }
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE), () -> server.complaints().getLast());
            assertFalse(runs(time));
        } finally {
            for (Socket each : clients) {
                each.close();
            }
        }
    }

    @Test
    void aHundredMegabytesArriveUnalteredThroughSmallHeaps() throws Exception {
        try (ExampleProcess server = serverWithLittleMemory("-Xmx24m")) {
            List<String> asking = new ArrayList<>(client(server, "-c", "head -c 100000000 /dev/zero"));
            asking.add(1, "-Xmx16m");
            Process client = new ProcessBuilder(asking).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            long count = 0;
            try (InputStream in = client.getInputStream()) {
                byte[] buffer = new byte[1 << 16];
                for (int n; (n = in.read(buffer)) != -1; count += n) {
                    for (int i = 0; i < n; i++) {
                        assertEquals(0, buffer[i]);
                    }
                }
                assertTrue(client.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            } finally {
                client.destroyForcibly();
            }
            assertEquals(0, client.exitValue());
            assertEquals(100_000_000, count);
            assertEquals(List.of(), server.complaints());
        }
    }

    @Test
    void aClientThatIsKilledTakesItsCommandAlong() throws Exception {
        String time = uniqueTime(1);
        try (ExampleProcess server = server();
                ExampleProcess client = new ExampleProcess(client(server, "-c", "sleep " + time + "; true"))) {
            await().atMost(DEADLINE).until(() -> runs(time));
            client.process().toHandle().destroyForcibly();
            await().atMost(DEADLINE).until(() -> !runs(time));
        }
    }

    @Test
    void aSignalToTheServerLeavesNoProcess() throws Exception {
        String time = uniqueTime(2);
        try (ExampleProcess server = server();
                ExampleProcess client = new ExampleProcess(
                        client(server, "-c", "echo begun; sleep " + time + " & sleep " + time))) {
            client.awaitLines(1, DEADLINE);
            await().atMost(DEADLINE).until(() -> runs(time));
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            assertFalse(runs(time));
            assertEquals(1, client.awaitExit(DEADLINE));
            assertEquals(1, client.complaints().size(), client.complaints().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void anAddressThatOthersCanReachIsWrongUsageWithoutTls(String host) throws Exception {
        try (ExampleProcess server = server("--host", host)) {
            assertEquals(2, server.awaitExit(DEADLINE));
            assertEquals(1, server.complaints().size());
            assertTrue(server.complaints().getFirst().contains("is not loopback"), server.complaints().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "server --allow /bin/ls | --allow: '/bin/ls' is not the name of a program (without a path)",
            "server --max-output 1X | --max-output: '1X' is not a size such as 4096, 64K, 16M or 1G",
            "server --exec-timeout 0s | --exec-timeout: '0s' is not within 1ms and 1440m",
            "server --max-commands 0 | --max-commands: '0' is not a whole number from 1 to 1000",
            "server --tls-keystore k | --tls-keystore and --tls-truststore go together",
            "client --tls-truststore t | --tls-keystore and --tls-truststore go together",
            "client --tls-keystore no --tls-truststore no --tls-password-file no | --tls-password-file: no: no such file",
            "client --tls-keystore no --tls-truststore no | --tls-password-file: no password; name a file, or set"})
    void wrongUsageIsSaidInOneLine(String commandLine, String line) throws Exception {
        ExampleProcess wrong = ended(
                Installation.java("remote-exec", Arrays.asList(commandLine.split(" "))), "", 2);
        assertEquals(1, wrong.complaints().size(), wrong.complaints().toString());
        assertTrue(wrong.complaints().getFirst().startsWith(line), wrong.complaints().toString());
    }

    @Test
    void bothSidesMayShowCertificatesAndAnotherHostsIsRefused(@TempDir Path folder) throws Exception {
        Path right = TestKeys.keystore(folder.resolve("right.p12"), "ip:127.0.0.1");
        Path other = TestKeys.keystore(folder.resolve("other.p12"), "dns:elsewhere.example");
        Path password = Files.writeString(folder.resolve("password"), new String(TestKeys.password()) + "\n");
        // Each certificate is its own issuer, so a keystore is a truststore too.
        try (ExampleProcess server = server(tls(right, right, password))) {
            List<String> asking = new ArrayList<>(List.of(tls(right, right, password)));
            asking.addAll(List.of("-c", "echo hello"));
            assertEquals(List.of("hello"), ended(client(server, asking.toArray(String[]::new)), "", 0).printed());
        }
        try (ExampleProcess server = server(tls(other, right, password))) {
            List<String> asking = new ArrayList<>(List.of(tls(right, other, password)));
            asking.addAll(List.of("-c", "echo hello"));
            ExampleProcess client = ended(client(server, asking.toArray(String[]::new)), "", 1);
            assertEquals(List.of(), client.printed());
            assertTrue(client.complaints().toString().contains("No subject alternative names"),
                    client.complaints().toString());
        }
    }

    static String[] tls(Path keystore, Path truststore, Path password) {
        return new String[]{"--tls-keystore", keystore.toString(), "--tls-truststore", truststore.toString(),
                "--tls-password-file", password.toString()};
    }

    /** Returns a number of seconds, about 1000, that nobody else sleeps. */
    private static String uniqueTime(int test) {
        return "1000.0" + ProcessHandle.current().pid() + test;
    }

    private static boolean runs(String argument) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(argument))
                        .orElse(false));
    }
}
