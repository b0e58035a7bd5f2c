package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Transcript;

/**
 * Executes what the READMEs show. A {@code console} block is a terminal: a command after {@code $}, then all that it
 * prints. A block whose output begins with a ready line is a server: it runs until the next such block, and what it
 * printed is compared then; a block without a command goes on with its output. A tap joins the server that runs, and
 * stands in front of it. Every other command is run to its end. Servers get a free port, and clients the port of the
 * last one. Addresses and times stand for any. Blocks in {@code sh} are not executed here; each has a reason below.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the blocks are for a POSIX shell")
class ReadmeCommandsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern COMMAND = Pattern.compile("(\\./sockets (?:tap|[a-z-]+ ([a-z-]+)))");
    private static final Set<String> NOT_COMMANDS = Set.of("mermaid", "java", "python", "text", "xml");

    /** Lines in {@code sh} blocks, and who else runs them. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "./sockets demo", ".ci/run ends with it",
            "./sockets demo tcp-basic", "DemoIT does",
            "mvn verify", "this is it",
            "mvn -Pfull verify", ".ci/run does",
            "mvn -Pstrict clean test-compile", ".ci/run does",
            "mvn -Pcoverage verify", "the same tests again",
            "mvn javadoc:aggregate", ".ci/run does",
            "mvn spotless:apply", ".ci/run checks what it would do, by -Pstrict",
            FetchIT.IMPORT, "FetchIT does",
            FetchIT.FETCH_WITH_TRUST, "FetchIT does");

    private record TerminalBlock(String command, List<String> prints) {
        boolean isServer() {
            return !prints.isEmpty() && prints.getFirst().startsWith("Listening on ");
        }

        boolean isTap() {
            return command.startsWith("./sockets tap ");
        }
    }

    private record Running(ExampleProcess process, TerminalBlock terminal) {}

    static List<Path> pages() throws IOException {
        return Checkout.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsPrintWhatThePageShows(Path page, @TempDir Path folder) throws Exception {
        Path launcher = Files.createSymbolicLink(folder.resolve("sockets"), Installation.home().resolve("sockets"));
        Deque<Running> servers = new ArrayDeque<>();
        String port = "0";
        try {
            for (TerminalBlock terminal : terminals(page)) {
                if (terminal.isServer()) {
                    if (!terminal.isTap()) {
                        stopAll(servers);
                    }
                    servers.push(new Running(start(terminal, port, folder), terminal));
                    String ready = servers.getFirst().process().awaitReady(DEADLINE);
                    port = ready.substring(ready.lastIndexOf(':') + 1);
                } else {
                    try (ExampleProcess client = start(terminal, port, folder)) {
                        client.awaitExit(DEADLINE);
                        List<String> printed = new ArrayList<>(client.printed());
                        printed.addAll(client.complaints());
                        assertEquals(normalized(terminal.prints()), normalized(printed), terminal.command());
                    }
                }
            }
            stopAll(servers);
        } finally {
            servers.forEach(server -> server.process().close());
            Files.delete(launcher); // JUnit would warn of a link that leads out of its folder
        }
    }

    /** They take minutes, and may not be built yet; that module has short runs of them. */
    private static boolean isBenchmark(String command) {
        return command.startsWith("./sockets benchmarks ");
    }

    private static ExampleProcess start(TerminalBlock terminal, String port, Path folder) throws IOException {
        Matcher known = COMMAND.matcher(terminal.command());
        assertTrue(known.find(), "not a command of ours: " + terminal.command());
        String options = " --port " + (terminal.isServer() ? "0" : port)
                + (terminal.isTap() ? " --to 127.0.0.1:" + port : "")
                + (terminal.command().contains("-client") ? " --timeout 10m" : ""); // UDP's ask again after 1/31 of it
        String onPort = (terminal.isTap()
                || (known.group(2).matches(".*(server|client)") && !terminal.command().contains("--path "))
                        ? known.replaceFirst("$1" + options) // of an option that is there twice the first counts
                        : terminal.command())
                .replaceAll("(?<=//|wait-for )127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:" + port);
        return new ExampleProcess(List.of("sh", "-c", "cd \"$0\" && exec 2>&1; " + onPort, folder.toString()));
    }

    /** A tap first, as it stands in front of the server. */
    private static void stopAll(Deque<Running> servers) throws Exception {
        for (Running server : servers) {
            ExampleProcess process = server.process();
            List<String> expected = normalized(server.terminal().prints());
            process.awaitLines(expected.size(), DEADLINE);
            process.process().descendants().forEach(ProcessHandle::destroy);
            process.terminate();
            process.awaitExit(DEADLINE);
            List<String> printed = normalized(process.printed());
            if (server.terminal().isTap()) {
                assertEquals(byDirection(expected), byDirection(printed), server.terminal().command());
            } else {
                assertEquals(expected, printed, server.terminal().command());
            }
        }
        servers.clear();
    }

    /** What the two ends send may cross on its way: first all of the client's, then all of the server's. */
    private static List<String> byDirection(List<String> ladder) {
        List<String> client = new ArrayList<>();
        List<String> server = new ArrayList<>();
        List<String> current = client; // the heading, too
        for (String line : ladder) {
            if (line.startsWith("<seconds>")) {
                current = line.contains("|<") ? server : client;
            }
            current.add(line);
        }
        client.addAll(server);
        return client;
    }

    private static List<String> normalized(List<String> lines) {
        return lines.stream()
                .map(line -> Transcript.withPlaceholders(line)
                        .replaceAll("^ +[0-9]+\\.[0-9]{3} ", "<seconds> ")
                        .stripTrailing())
                .toList();
    }

    private static List<TerminalBlock> terminals(Path page) throws IOException {
        List<TerminalBlock> terminals = new ArrayList<>();
        String language = "";
        TerminalBlock current = new TerminalBlock("none", new ArrayList<>());
        for (String line : Files.readAllLines(Installation.home().resolve(page))) {
            if (line.startsWith("```")) {
                current = terminals.reversed().stream().filter(TerminalBlock::isServer).findFirst().orElse(current);
                language = language.isEmpty() ? line.substring(3).strip() + " " : "";
                assertTrue(language.isEmpty() || Set.of("console ", "sh ").contains(language)
                        || NOT_COMMANDS.contains(language.strip()), page + ": what is a block in '" + language + "'?");
            } else if (language.equals("console ")) {
                if (line.startsWith("$ ")) {
                    terminals.add(new TerminalBlock(line.substring(2), new ArrayList<>()));
                    current = terminals.getLast();
                } else {
                    current.prints().add(line);
                }
            } else if (language.equals("sh ")) {
                String command = line.replaceFirst(" +#.*", "").strip();
                assertTrue(command.isEmpty() || NOT_HERE.containsKey(command) || isBenchmark(command),
                        page + ": nobody runs '" + command
                                + "': make it a console block, or give the reason here");
            }
        }
        return terminals;
    }
}
