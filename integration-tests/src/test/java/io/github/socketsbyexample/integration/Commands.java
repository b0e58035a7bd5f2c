package io.github.socketsbyexample.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketsbyexample.common.CommandList;

/** What the modules offer, read from where the launcher reads it. */
final class Commands {

    private Commands() {}

    /** Returns {@code MODULE COMMAND} for every command there is. */
    static List<String> ofAllModules() throws IOException {
        try (Stream<Path> files = Files.find(Installation.home(), 12,
                (path, attributes) -> path.endsWith("commands.txt")
                        && path.toString().replace('\\', '/').contains("/src/main/resources/"))) {
            return files.sorted().flatMap(Commands::read).toList();
        }
    }

    private static Stream<String> read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            CommandList list = CommandList.read(lines);
            return list.commands().stream().map(command -> list.module() + " " + command.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
