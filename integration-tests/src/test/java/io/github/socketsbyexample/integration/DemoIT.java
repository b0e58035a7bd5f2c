package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.Columns;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.Terminal;

/** The demo as people start it: into a file, and on a terminal. */
class DemoIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static List<String> demo(List<String> before, String... operands) throws Exception {
        List<String> command = new ArrayList<>(before);
        List<String> words = new ArrayList<>(List.of("demo"));
        words.addAll(List.of(operands));
        command.addAll(Installation.java("tools", words));
        try (ExampleProcess demo = new ExampleProcess(command)) {
            demo.input("");
            assertEquals(0, demo.awaitExit(DEADLINE), () -> demo.printed() + " " + demo.complaints());
            assertEquals(List.of(), demo.complaints());
            return demo.printed();
        }
    }

    @Test
    void fileGetsWhatBothEndsPrintAndTheWireOneUnderTheOther() throws Exception {
        List<String> shown = demo(List.of(), "tcp-basic");
        List<Pair> pairs = Catalogue.PAIRS.stream().filter(pair -> pair.module().equals("tcp-basic")).toList();
        assertTrue(shown.getLast().startsWith(pairs.size() + " pairs, " + pairs.size() + " as expected, 0 not, in "),
                shown.getLast());
        assertTrue(shown.stream().allMatch(line -> Columns.width(line) <= Terminal.NARROW), shown.toString());
        assertTrue(shown.contains("     client  | Received: Hello, world"), shown.toString());
        assertTrue(shown.stream().anyMatch(line -> line.matches(" {5}wire {4}\\| {3}-- Hello, world -+>")),
                shown.toString());
        assertTrue(shown.stream().anyMatch(line -> line.matches(" {5}wire {4}\\| {3}-- 你好 -+>")), shown.toString());
        assertTrue(shown.stream().noneMatch(line -> line.indexOf('\u001b') >= 0), shown.toString());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no pseudo-terminals that Python could open")
    void wideTerminalGetsColumnsAndColours() throws Exception {
        Python.require();
        List<String> terminal = new ArrayList<>(List.of("env", "COLUMNS=120", "TERM=xterm", "NO_COLOR="));
        terminal.addAll(Python.onATerminal());
        String shown = String.join("\n", demo(terminal, "udp-basic"));
        assertTrue(shown.contains("\u001b[32mListening on "), shown);
        assertTrue(shown.matches("(?s).*\n {43}\\|\u001b\\[33m\\.\\. Michael \\.+>\u001b\\[0m\\|\r?\n.*"), shown);
    }

    @Test
    void unknownModuleIsWrongUsage() throws Exception {
        try (ExampleProcess demo = new ExampleProcess(
                Installation.java("tools", List.of("demo", "remote-exe")))) {
            assertEquals(2, demo.awaitExit(DEADLINE));
            assertEquals(List.of("there are no pairs in 'remote-exe'; did you mean remote-exec? "
                    + "(see ./sockets demo --help)"), demo.complaints());
        }
    }
}
