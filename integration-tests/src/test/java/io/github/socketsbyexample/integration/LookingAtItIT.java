package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/**
 * Executes what docs/looking-at-it.md shows in {@code text} blocks, with the programs of the system and of the JDK: each
 * line of the page is in what they print, but for numbers. Who is not installed is not asked, and the skipped test says
 * so. ({@link ReadmeCommandsIT} executes the page's {@code console} blocks.)
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "ss and the states that it shows are Linux's")
class LookingAtItIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("docs", "looking-at-it.md");
    private static final String JDK_TOOLS = Path.of(System.getProperty("java.home"), "bin").toString();
    private static final int JDK_OF_THE_PAGE = 25;

    @TempDir
    private Path folder;

    @Test
    void everyCommandOfThePageIsExecutedHere() throws IOException {
        assertEquals(List.of("tcpdump -l", "ss -tnp", "ss -tanp", "jcmd Thread.dump_to_file", "jq -r",
                "jcmd Thread.print", "jcmd JFR.start", "jcmd JFR.dump", "jfr print"),
                shown().keySet().stream().map(LookingAtItIT::nameOf).toList());
    }

    @Test
    void ssTellsWhoIsConnected() throws Exception {
        try (ExampleProcess server = welcomeServer("virtual"); Socket _ = welcomed(server)) {
            awaitShown("ss -tnp", server);
        }
    }

    @Test
    void ssTellsWhyNobodyAnswers() throws Exception {
        try (ExampleProcess server = welcomeServer("iterative"); Socket _ = welcomed(server)) {
            connected(server).close();
            try (Socket impatient = connected(server)) {
                impatient.getOutputStream().write("Sarah".getBytes(US_ASCII));
            }
            awaitShown("ss -tanp", server);
        }
    }

    @Test
    void aDumpTellsWhereAVirtualThreadWaits() throws Exception {
        proceedOnTheJdkOfThePage();
        try (ExampleProcess server = welcomeServer("virtual"); Socket _ = welcomed(server)) {
            await().atMost(DEADLINE).untilAsserted(() -> {
                Files.deleteIfExists(folder.resolve("threads.json"));
                assertShown("jcmd Thread.dump_to_file", server);
                assertShown("jq -r", server);
            });
            stop(server);
        }
    }

    @Test
    void aThreadDumpTellsWhereAPlatformThreadWaits() throws Exception {
        proceedOnTheJdkOfThePage();
        try (ExampleProcess server = welcomeServer("platform"); Socket _ = welcomed(server)) {
            awaitShown("jcmd Thread.print", server);
            stop(server);
        }
    }

    @Test
    void flightRecorderTellsWhichReadWasSlow() throws Exception {
        proceedOnTheJdkOfThePage();
        try (ExampleProcess server = welcomeServer("virtual")) {
            assertShown("jcmd JFR.start", server);
            try (Socket client = welcomed(server)) {
                client.getOutputStream().write("Sarah!".getBytes(US_ASCII));
                client.getInputStream().read();
            }
            assertShown("jcmd JFR.dump", server);
            assertShown("jfr print", server);
            stop(server);
        }
    }

    @Test
    void aRecordingOutlivesItsServer() throws Exception {
        try (ExampleProcess server = welcomeServer("virtual")) {
            Path file = folder.resolve("last.jfr");
            try (ExampleProcess jcmd = new ExampleProcess(List.of(JDK_TOOLS + "/jcmd",
                    Long.toString(server.process().pid()), "JFR.start", "filename=" + file, "dumponexit=true"))) {
                assertEquals(0, jcmd.awaitExit(DEADLINE), () -> jcmd.printed().toString());
            }
            stop(server);
            assertEquals(128 + 15, server.process().exitValue()); // SIGTERM's
            assertNotEquals(List.of(), RecordingFile.readAllEvents(file));
        }
    }

    @Test
    void tcpdumpTellsWhatWentOverTheWire() throws Exception {
        Machine.require("root", System.getProperty("user.name").equals("root"), "only root may listen to an interface");
        try (ExampleProcess server = new ExampleProcess(
                Installation.java("tcp-basic", List.of("echo-server", "--port", "0")))) {
            String port = String.valueOf(port(server));
            try (ExampleProcess tcpdump = start(command("tcpdump -l"), server)) {
                await().atMost(DEADLINE)
                        .until(() -> tcpdump.complaints().toString().contains("listening on lo")
                                || !tcpdump.process().isAlive());
                Machine.require("tcpdump", tcpdump.process().isAlive(), tcpdump.complaints().toString());
                try (ExampleProcess client = new ExampleProcess(
                        Installation.java("tcp-basic", List.of("echo-client", "--port", port)))) {
                    assertEquals(0, client.awaitExit(DEADLINE), () -> client.complaints().toString());
                }
                await().atMost(DEADLINE)
                        .untilAsserted(() -> assertEquals(List.of(), missing("tcpdump -l", tcpdump.printed())));
            }
        }
    }

    /** Ends a server that was looked into: killed, it would leave jcmd's socket and the recorder's files in {@code /tmp}. */
    private static void stop(ExampleProcess server) throws Exception {
        server.terminate();
        server.awaitExit(DEADLINE);
    }

    private static void proceedOnTheJdkOfThePage() {
        Machine.require("jdk25", Runtime.version().feature() == JDK_OF_THE_PAGE, "the page shows the inside of JDK 25");
    }

    /** It runs in the test's folder, where jcmd leaves a file for a moment: other tests walk through the modules'. */
    private ExampleProcess welcomeServer(String design) throws IOException {
        return new ExampleProcess(Installation.java("threaded-server",
                List.of("welcome-server", "--port", "0", "--delay", "1ms", "--design", design)), folder, line -> {},
                line -> {});
    }

    private static int port(ExampleProcess server) throws Exception {
        return OptionValues.address(server.awaitReady(DEADLINE)).getPort();
    }

    private static Socket connected(ExampleProcess server) throws Exception {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port(server));
        client.setSoTimeout((int) DEADLINE.toMillis());
        return client;
    }

    private static Socket welcomed(ExampleProcess server) throws Exception {
        Socket client = connected(server);
        client.getInputStream().readNBytes("Welcome!".length());
        return client;
    }

    private void awaitShown(String name, ExampleProcess server) throws Exception {
        await().atMost(DEADLINE).untilAsserted(() -> assertShown(name, server));
    }

    /** Executes the page's command for that server, and looks for the lines that the page shows. */
    private void assertShown(String name, ExampleProcess server) throws Exception {
        try (ExampleProcess command = start(command(name), server)) {
            command.awaitExit(DEADLINE);
            assertEquals(List.of(), missing(name, command.printed()),
                    () -> name + " prints " + command.printed() + command.complaints());
        }
    }

    private ExampleProcess start(String command, ExampleProcess server) throws Exception {
        String program = command.split(" ", 2)[0];
        Machine.require(program,
                Arrays.stream((JDK_TOOLS + File.pathSeparator + System.getenv("PATH")).split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, program))),
                program + " is not installed here: " + PAGE + " is not compared");
        String here = command.replaceAll("(9999|50007)", String.valueOf(port(server)))
                .replaceFirst("jcmd [0-9]+", "jcmd " + server.process().pid())
                .replace("/var/tmp", folder.toString());
        return new ExampleProcess(List.of("sh", "-c", "PATH=\"$0:$PATH\"; exec " + here, JDK_TOOLS));
    }

    /** Returns the lines that the page shows for a command and that are not in what it printed. */
    private static List<String> missing(String name, List<String> printed) throws IOException {
        List<String> missing = new ArrayList<>(
                shown().getOrDefault(command(name), List.of()).stream().map(LookingAtItIT::plain).toList());
        missing.removeAll(printed.stream().map(LookingAtItIT::plain).toList());
        missing.removeIf(line -> line.matches(".* Flags \\[\\.].*|State Recv-Q .*|/.*/N?[a-z.]+")); // bare acknowledgements, ss's heading, a file's name
        return missing;
    }

    /** A line without what differs from run to run. */
    private static String plain(String line) {
        return line.replaceAll("\\[::ffff:(.*?)]", "$1") // where there is no IPv6, ss says so in other words
                .replace("0.0.0.0:*", "*:*")
                .replaceFirst(", options \\[.*?]", "")
                .replaceFirst("^.*(?=Hello, world$)", "")
                .replaceFirst("^Created .*", "Created FILE")
                .replaceFirst("duration = .*", "duration")
                .replaceFirst("^(\"[^\"]+\") .*", "$1") // what jcmd tells of a thread before its state
                .replaceFirst(", \\S+ \\S+ written to:$", ", SIZE written to:")
                .replaceAll("(seq|ack) [0-9:]+", "$1 N") // the answer may come before or after the FIN
                .replaceAll("0x[0-9a-f]+|(fd=|\\$)[0-9]+|[0-9]+([.,][0-9]+)+|[0-9]{2,}", "$1N")
                .replaceAll("^N:$", "PID:")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String command(String name) throws IOException {
        return shown().keySet().stream().filter(command -> nameOf(command).equals(name)).findFirst().orElseThrow();
    }

    /** The program and what it is asked to do: {@code jcmd}'s command, or the first option. */
    private static String nameOf(String command) {
        String[] words = command.split(" ", -1);
        return words[0] + " " + (words[0].equals("jcmd") ? words[2] : words[1]);
    }

    /** The page's commands in {@code text} blocks, each with the lines that it prints there. */
    private static Map<String, List<String>> shown() throws IOException {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        boolean text = false;
        for (String line : Files.readAllLines(Installation.home().resolve(PAGE))) {
            if (line.startsWith("```")) {
                text = line.equals("```text");
            } else if (text && line.startsWith("$ ")) {
                current = new ArrayList<>();
                shown.put(line.substring(2), current);
            } else if (text && !line.isBlank() && !line.equals("…")) {
                current.add(line);
            }
        }
        return shown;
    }
}
