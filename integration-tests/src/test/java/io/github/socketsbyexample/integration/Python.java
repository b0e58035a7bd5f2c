package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** CPython and the peers that are written in it: {@code python/MODULE/COMMAND.py} among the test resources. */
final class Python {

    private static final Path PEERS = Installation.home().resolve("integration-tests/src/test/resources/python");
    private static final Optional<String> INTERPRETER = find();

    private Python() {}

    private static Optional<String> find() {
        for (String name : List.of("python3", "python")) {
            try (ExampleProcess probe = new ExampleProcess(
                    List.of(name, "-c", "import sys; assert sys.version_info >= (3, 8); print(sys.executable)"))) {
                if (probe.awaitExit(Duration.ofSeconds(20)) == 0) {
                    return Optional.of(probe.printed().getFirst()); // past any version manager's shim
                }
            } catch (IOException e) {
                // not under that name
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.empty();
    }

    /** Goes on where there is CPython. */
    static void require() {
        Machine.require("python3", INTERPRETER.isPresent(),
                "no python3 (3.8 or newer) on the PATH: nothing was tried against CPython");
    }

    /** Returns what runs the program that follows on a terminal of its own. */
    static List<String> onATerminal() {
        return lines("import os, pty, sys", "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))");
    }

    /** Returns what runs a few lines of Python. */
    static List<String> lines(String... lines) {
        return List.of(INTERPRETER.orElseThrow(), "-c", String.join("\n", lines));
    }

    /** Returns what starts the CPython counterpart of a command, with the same arguments. */
    static List<String> counterpart(String module, List<String> command) {
        Path peer = PEERS.resolve(module).resolve(command.getFirst() + ".py");
        if (!Files.exists(peer)) {
            throw new AssertionError("no counterpart in CPython: " + peer);
        }
        List<String> line = new ArrayList<>(List.of(INTERPRETER.orElseThrow(), peer.toString()));
        line.addAll(command.subList(1, command.size()));
        return line;
    }
}
