package io.github.socketsbyexample.benchmarks;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.CommandList;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** The benchmarks as people start them: everything once, for a moment. No figure is looked at. */
@Timeout(400)
class SmokeIT {

    private static final Duration DEADLINE = Duration.ofMinutes(5); // 35 s, but not on a machine with other work

    private static ExampleProcess start(String commandLine) throws IOException {
        return new ExampleProcess(Installation.java("benchmarks", List.of(commandLine.split(" "))));
    }

    private static ExampleProcess ended(String commandLine, int exitCode) throws Exception {
        try (ExampleProcess process = start(commandLine)) {
            process.input("");
            assertEquals(exitCode, process.awaitExit(DEADLINE),
                    () -> commandLine + ": " + process.complaints() + reasons(process));
            return process;
        }
    }

    private static List<String> reasons(ExampleProcess run) {
        return run.printed().stream().filter(line -> line.startsWith("  left out: ")).toList();
    }

    static List<String> commands() {
        return CommandList.of(Benchmarks.class).commands().stream().map(CommandList.Command::name).toList();
    }

    @Test
    @Tag("full")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "clients are started through the launcher, a shell script")
    void everyScenarioIsMeasuredWithEveryoneWhoIsHere() throws Exception {
        List<String> printed = ended("run --quick", 0).printed();
        for (Scenario scenario : new Suite(new Toolchain(true), true).scenarios()) {
            int at = printed.indexOf(scenario.name() + ": " + scenario.title());
            assertTrue(at >= 0, scenario + " in " + printed);
            List<String> section = printed.subList(at, at + printed.subList(at, printed.size()).indexOf(""));
            for (Peer peer : scenario.peers()) {
                assertTrue(section.stream()
                        .anyMatch(line -> peer.isHere()
                                ? line.matches("  " + Pattern.quote(peer.name()) + " +[0-9].*")
                                : line.equals("  left out: " + peer.name() + " (" + peer.missing() + ")")),
                        peer + " in " + section);
            }
        }
    }

    @Test
    void listNamesWhatRunMeasures() throws Exception {
        List<String> printed = ended("list", 0).printed();
        for (Scenario scenario : new Suite(new Toolchain(false), false).scenarios()) {
            assertTrue(printed.stream().anyMatch(line -> line.startsWith(scenario.name() + " ")), printed.toString());
        }
    }

    @Test
    @Tag("full")
    void everyMicroBenchmarkRuns() throws Exception {
        assertEquals(13, ended("micro --quick", 0).printed().size()); // a line of words, and twelve of figures
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is killed there, not told to stop")
    void stopLeavesNoProcess() throws Exception {
        List<ProcessHandle> started = new ArrayList<>();
        try (ExampleProcess run = start("run --only echo-1 --rounds 1000")) {
            await().atMost(DEADLINE).until(() -> run.process().descendants().count() > 3);
            run.process().descendants().forEach(started::add);
            run.terminate();
            run.awaitExit(DEADLINE);
        }
        await().atMost(DEADLINE).untilAsserted(() -> assertFalse(started.stream().anyMatch(ProcessHandle::isAlive)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpAndRefusesUnknownOptions(String command) throws Exception {
        assertTrue(ended(command + " --help", 0).printed()
                .getFirst()
                .contains("./sockets benchmarks " + command + " [OPTIONS]"));
        assertEquals(List.of("unknown option '--no-such-option' (see ./sockets benchmarks " + command + " --help)"),
                ended(command + " --no-such-option", 2).complaints());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "run --only ecoh-64 | --only: there is no 'ecoh-64'; did you mean echo-64?",
            "run --quick --report | --report: figures of a --quick run are of no use",
            "run --rounds 0 | --rounds: '0' is not a whole number from 1 to 1000",
            "load ehco | 'ehco' is none of echo, churn, bulk, udp, download, hold",
            "load echo size=5 | size: '5' is not a whole number from 16 to 65536",
            "load echo speed=5 | 'speed' is none of to, connections, size, rate, warmup, time, patience, pid, say, expect, "
                    + "bytes",
            "serve --design epol | --design: there is no design 'epol'"})
    void valueThatMakesNoSenseIsWrongUsageInOneLine(String commandLine, String line) throws Exception {
        List<String> complaints = ended(commandLine, 2).complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.getFirst().startsWith(line), complaints.toString());
    }
}
